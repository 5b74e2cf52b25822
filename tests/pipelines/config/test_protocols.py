"""Source URLs lead to files and object storage; to the web only where it is listed, to metadata services never."""

import pytest

from pipelines.config import KoeFile, SourcesFile, load_validated
from pipelines.errors import ConfigError

HEAD = "{top}sources:\n  phone:\n    path: {path}\n    columns: {{contact_id: a, channel: {{value: phone}}, started_at: b}}\n    text: [c]\n"


def read(tmp_path, path, top=""):
    file = tmp_path / "sources.yaml"
    file.write_text(HEAD.format(path=path, top=top), encoding="utf-8")
    return load_validated(file, SourcesFile, variables={"HOST": "169.254.169.254"}).sources["phone"].path


@pytest.mark.parametrize(
    "path",
    [
        "s3://bucket/{day}.csv",
        "gs://bucket/x.csv",
        "abfs://box/x.csv",
        "file:///srv/x.csv",
        "in/{day}.csv",
        "S3://b/x.csv",
    ],
)
def test_files_and_object_storage_are_sources(tmp_path, path):
    assert read(tmp_path, path).endswith(".csv")


STRANGE = [
    "ftp://host/x.csv", "sftp://host/x.csv", "ssh://host/x.csv", "smb://host/x", "github://org:repo@/x", "data:,x://",
    "simplecache::https://files.example.org/x.csv", "zip://x.csv::s3://bucket/a.zip", "filecache::file:///etc/passwd",
    "reference://x", "webhdfs://host/x", "hdfs://host/x", "gopher://host/x", "dict://host:11211/", "jar://x", "blockcache::s3://b/x",
    "://x", "git://x",
]  # fmt: skip


@pytest.mark.parametrize("path", STRANGE)
def test_other_protocols_and_chains_are_refused_by_line(tmp_path, path):
    with pytest.raises(ConfigError, match=r"sources\.yaml:4: sources\.phone\.path: "):
        read(tmp_path, f'"{path}"', 'web_hosts: ["files.example.org"]\n')


OWN = [
    "http://169.254.169.254/latest/meta-data/iam", "http://2852039166/", "http://0xa9fea9fe/", "http://0251.0376.0251.0376/",
    "http://169.254.43518/", "http://[fd00:ec2::254]/", "http://[::ffff:169.254.169.254]/", "http://metadata.google.internal/x",
    "http://metadata/", "http://localhost/x", "http://LOCALHOST./x", "http://127.0.0.1/x", "http://127.1/x", "http://0/x", "http://[::1]/x",
    "https://user:pw@files.example.org/x.csv", "http://10.0.0.1/x", "https:///x", "https://files.example.org@169.254.169.254/x",
    "http://printer.local/x", "https://１６９.254.169.254/", "https://files。example.org/x", "http://${HOST}/x",
]  # fmt: skip


@pytest.mark.parametrize("path", OWN)
def test_this_machine_and_metadata_services_are_never_fetched(tmp_path, path):
    with pytest.raises(ConfigError, match=r"sources\.yaml:"):
        read(tmp_path, f'"{path}"', 'web_hosts: ["files.example.org"]\n')


@pytest.mark.parametrize(
    "host", ["169.254.169.254", "localhost", "127.1", "*", "", "[::1]", "a b", "metadata.google.internal"]
)
def test_they_cannot_be_listed_either(tmp_path, host):
    with pytest.raises(ConfigError, match=r"sources\.yaml:1: web_hosts"):
        read(tmp_path, "x.csv", f'web_hosts: ["{host}"]\n')


def test_the_web_is_a_source_only_where_it_is_listed(tmp_path):
    url = "https://files.example.org/{day}.csv"
    with pytest.raises(ConfigError, match=r"sources\.yaml:3: .*'files.example.org' is on the web"):
        read(tmp_path, url)
    with pytest.raises(ConfigError, match="is on the web"):
        read(tmp_path, "https://files.example.org.evil.example/x.csv", 'web_hosts: ["files.example.org"]\n')
    assert read(tmp_path, url, 'web_hosts: ["Files.Example.org"]\n') == url


@pytest.mark.parametrize(
    "lake", ["https://files.example.org/lake", "ftp://x", "simplecache::s3://b", "http://169.254.169.254/"]
)
def test_the_lake_is_never_on_the_web(tmp_path, lake):
    file = tmp_path / "koe.yaml"
    file.write_text(f'lake: "{lake}"\n', encoding="utf-8")
    with pytest.raises(ConfigError, match=r"koe\.yaml:1: lake: the lake must be"):
        load_validated(file, KoeFile)
    assert KoeFile(lake="s3://bucket/lake").lake
