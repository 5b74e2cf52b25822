"""Starts, drives and stops a local Airflow: as subprocesses and over its REST API, never by importing it."""
