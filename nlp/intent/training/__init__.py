"""What only training needs: labelled sentences, where they come from, and the fit."""
