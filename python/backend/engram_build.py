"""
Builds the package without any tool but the .NET SDK: publishes the program and packs it with the Python files (PEP 517 and 660).

ENGRAM_PREBUILT names a folder with a built program, which is then taken as it is.
"""

import base64
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile

_HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
_REPOSITORY = os.path.dirname(_HERE)
_TAG = "py3-none-any"
_SDK = "the .NET SDK 10 is needed to build Engram, and {}. Install it from https://dotnet.microsoft.com/download/dotnet/10.0."
_SKIPPED = (".pdb", "Engram.App", "Engram.App.exe")


def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    with tempfile.TemporaryDirectory() as work:
        return _pack(wheel_directory, {**_modules(), **_files(_program(work), "engram/program")})


def build_editable(wheel_directory, config_settings=None, metadata_directory=None):
    folder = os.path.join(_HERE, "engram", "program")
    with tempfile.TemporaryDirectory() as work:
        built = _program(work)
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(built, folder)
    return _pack(wheel_directory, {"engram.pth": (_HERE + "\n").encode()})


def build_sdist(sdist_directory, config_settings=None):
    sys.exit("engram: the package is built from Engram's repository, of which it is one folder. Make a wheel: python/build-wheel")


def _version():
    with open(os.path.join(_REPOSITORY, "Directory.Build.props"), encoding="utf-8") as file:
        return re.search(r"<Version>([^<]+)</Version>", file.read()).group(1)


def _program(work):
    """The folder of the program, published from the sources beside this package."""
    built = os.environ.get("ENGRAM_PREBUILT")
    if built:
        if not os.path.isfile(os.path.join(built, "Engram.App.dll")):
            sys.exit(f"engram: ENGRAM_PREBUILT is '{built}', which has no Engram.App.dll")
        return built
    project = os.path.join(_REPOSITORY, "src", "Engram.App")
    if not os.path.isdir(project):
        sys.exit(f"engram: there is no '{project}'. Build the package from its folder in Engram's repository: pip install ./python")
    dotnet, work = _dotnet(), os.path.realpath(work)
    target = os.path.join(work, "program")
    words = [
        dotnet, "publish", project, "-c", "Release", "-o", target, "--artifacts-path", os.path.join(work, "artifacts"), "-v", "quiet",
        "-nodeReuse:false", "-p:UseSharedCompilation=false", "-p:RunAnalyzers=false", "-p:UseAppHost=false", "-clp:NoSummary",
        # No path of this machine goes into the program, so that the same sources give the same bytes anywhere.
        "-p:DebugType=none", f"-p:PathMap={_REPOSITORY}=/engram%2C{work}=/build",
    ]
    done = subprocess.run(words, cwd=_REPOSITORY, env=_environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode != 0:
        faults = sorted({line for line in done.stdout.splitlines() if ": error " in line}) or done.stdout.splitlines()
        sys.exit("\n".join([*faults, "engram: the program could not be built."]))
    return target


def _dotnet():
    roots = [os.environ.get("DOTNET_ROOT"), os.path.expanduser("~/.dotnet"), "/usr/share/dotnet", "/usr/lib/dotnet", "/usr/local/share/dotnet"]
    found = shutil.which("dotnet") or next((path for root in roots if root for path in [shutil.which("dotnet", path=root)] if path), None)
    if found is None:
        sys.exit("engram: " + _SDK.format("`dotnet` is not on the PATH"))
    if subprocess.run([found, "--version"], cwd=_REPOSITORY, env=_environment(), capture_output=True).returncode != 0:
        sys.exit("engram: " + _SDK.format("`dotnet --version` finds none"))
    return found


def _environment():
    return {**os.environ, "DOTNET_NOLOGO": "1", "DOTNET_CLI_TELEMETRY_OPTOUT": "1"}


def _modules():
    return _files(os.path.join(_HERE, "engram"), "engram", lambda name: name.endswith((".py", ".typed")))


def _files(folder, to, wanted=lambda name: not name.endswith(_SKIPPED)):
    found = {}
    for path, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name not in ("__pycache__", "program"))
        for name in sorted(filter(wanted, names)):
            whole = os.path.join(path, name)
            with open(whole, "rb") as file:
                found["/".join([to, *os.path.relpath(whole, folder).split(os.sep)])] = file.read()
    return found


def _metadata(version):
    with open(os.path.join(_HERE, "README.md"), encoding="utf-8") as file:
        text = file.read()
    return (
        f"Metadata-Version: 2.1\nName: engram\nVersion: {version}\nLicense: MIT\nRequires-Python: >=3.9\nRequires-Dist: numpy>=1.20\n"
        "Summary: Trains recurrent neural networks on cognitive tasks under biological constraints and takes them apart\n"
        f"Description-Content-Type: text/markdown\n\n{text}").encode()


def _pack(folder, files):
    version = _version()
    name, info = f"engram-{version}-{_TAG}.whl", f"engram-{version}.dist-info"
    files = {
        **files,
        f"{info}/METADATA": _metadata(version),
        f"{info}/WHEEL": f"Wheel-Version: 1.0\nGenerator: engram_build\nRoot-Is-Purelib: true\nTag: {_TAG}\n".encode(),
    }
    record = [f"{path},sha256={_digest(data)},{len(data)}" for path, data in files.items()]
    files[f"{info}/RECORD"] = ("\n".join([*record, f"{info}/RECORD,,"]) + "\n").encode()
    os.makedirs(folder, exist_ok=True)
    with zipfile.ZipFile(os.path.join(folder, name), "w", zipfile.ZIP_DEFLATED) as wheel:
        for path, data in files.items():
            # The same sources give the same wheel, whenever it is packed.
            wheel.writestr(zipfile.ZipInfo(path, (2020, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
    return name


def _digest(data):
    return base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
