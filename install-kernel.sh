#!/usr/bin/env bash
# Builds Flowcell, installs its Jupyter kernel and sees that it runs a cell: ./install-kernel.sh --help
# Has to run with the bash 3.2 of macOS; `sh install-kernel.sh` may be another shell.
[ -n "${BASH_VERSION:-}" ] || exec bash "$0" "$@"
set -eu

usage() {
  cat <<'END'
Usage: ./install-kernel.sh [OPTION]...

Builds Flowcell, installs the Jupyter kernel "Java (Flowcell)" for you and verifies it by running a cell.

  --demo         make a .venv with JupyterLab in this checkout, install the kernel there,
                 and run notebooks/exam-analysis.ipynb to an HTML report
  --lab          open JupyterLab in the end
  --prefix DIR   install into DIR/share/jupyter/kernels
  --sys-prefix   install into the active Python environment
  --name NAME    the kernel's name for Jupyter (default: flowcell)
  --uninstall    remove the kernel from where the other options say
  --help         this text
END
}

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
jar="$here/kernel/target/flowcell.jar"
requirements="$here/notebooks/requirements.txt"
notebook="$here/notebooks/exam-analysis.ipynb"
logs="$here/target/install-kernel"
venv="$here/.venv"

demo=no lab=no uninstall=no place=no name=flowcell
install=(install)

fail() {
  printf '%s\n' "$1" >&2
  exit "${2:-1}"
}

# ---- what is asked

while [ $# -gt 0 ]; do
  case $1 in
    --prefix | --name) [ $# -gt 1 ] || fail "$1 needs a value; see --help." 2 ;;
  esac
  case $1 in
    --demo) demo=yes ;;
    --lab) lab=yes ;;
    --prefix) place=yes; install+=(--prefix "$2"); shift ;;
    --prefix=*) place=yes; install+=("$1") ;;
    --sys-prefix) place=yes; install+=("$1") ;;
    --name) name=$2; install+=(--name "$2"); shift ;;
    --name=*) name=${1#*=}; install+=("$1") ;;
    --uninstall) uninstall=yes; install+=("$1") ;;
    -h | --help) usage; exit 0 ;;
    *) fail "'$1' is not an option; see --help." 2 ;;
  esac
  shift
done

if [ $demo = yes ]; then
  [ $place = no ] || fail "--demo installs into the .venv of this checkout: leave --prefix and --sys-prefix out." 2
  install+=(--prefix "$venv")
fi

# ---- what is needed

missing=0
miss() { # WHAT DEBIAN MACOS WINDOWS
  printf '%s (Debian: %s; macOS: %s; Windows: %s).\n' "$1" "$2" "$3" "$4" >&2
  missing=1
}

miss_jdk() {
  miss "$1" 'sudo apt install default-jdk' 'brew install --cask temurin' 'winget install EclipseAdoptium.Temurin.21.JDK'
}

property() { # NAME, of the Java that was asked
  printf '%s\n' "$properties" | sed -n "s/^ *$1 = *//p" | tr -d '\r' | head -n 1
}

check_java() {
  java=java
  if [ -n "${JAVA_HOME:-}" ]; then
    java="$JAVA_HOME/bin/java"
    if [ ! -x "$java" ] && [ ! -x "$java.exe" ]; then
      miss_jdk "JAVA_HOME is $JAVA_HOME, and no Java is there: point it to a JDK 17 or newer, or unset it"
      return
    fi
  fi
  # on macOS a java without a Java behind it is on every PATH
  if ! properties=$("$java" -XshowSettings:properties -version 2>&1); then
    miss_jdk 'Java is missing: install a JDK 17 or newer'
    return
  fi
  local version home
  version=$(property java.specification.version)
  home=$(property java.home)
  case $version in
    [0-9] | 1[0-6] | 1.* | '') miss_jdk "Java ${version:-of an unknown version} in $home is too old: install a JDK 17 or newer, or set JAVA_HOME to one" ;;
    *)
      if [ ! -x "$home/bin/javac" ] && [ ! -x "$home/bin/javac.exe" ]; then
        miss_jdk "Java $version in $home has no compiler, it is a JRE: install a JDK 17 or newer, or set JAVA_HOME to one"
      fi
      ;;
  esac
}

check_maven() {
  local version
  version=$(mvn --version 2>/dev/null | sed -n 's/.*Apache Maven \([0-9][0-9]*\.[0-9][0-9]*\).*/\1/p' | head -n 1) || true
  case $version in
    3.[89] | 3.[1-9][0-9] | [4-9].*) ;;
    '') miss 'Maven is missing: install 3.8 or newer' 'sudo apt install maven' 'brew install maven' 'choco install maven' ;;
    *) miss "Maven $version is too old: install 3.8 or newer" 'sudo apt install maven' 'brew install maven' 'choco install maven' ;;
  esac
}

check_python() {
  local candidate found=''
  python=''
  for candidate in python3 python; do
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 9))' >/dev/null 2>&1; then
      python=$candidate
      break
    fi
    found=${found:-$("$candidate" --version 2>/dev/null || true)}
  done
  if [ -z "$python" ]; then
    if [ -n "$found" ]; then found="$found is too old"; else found='Python is missing'; fi
    miss "$found: install Python 3.9 or newer" \
      'sudo apt install python3 python3-venv' 'brew install python' 'winget install Python.Python.3.13'
  elif ! "$python" -c 'import venv, ensurepip' >/dev/null 2>&1; then
    miss "$("$python" --version) cannot make virtual environments: install its module venv" \
      'sudo apt install python3-venv' 'brew install python' 'winget install Python.Python.3.13'
  fi
}

check_java
check_maven
if [ $demo = yes ]; then
  check_python
elif [ $lab = yes ] && ! jupyter lab --version >/dev/null 2>&1; then
  miss 'JupyterLab is missing: activate its environment, or install it, or take --demo, which brings one' \
    'pipx install jupyterlab' 'brew install jupyterlab' 'pip install jupyterlab'
fi
[ $missing = 0 ] || exit 1

# ---- steps, each with its time; what they print goes to a log

number=0
ticker=''
stop_ticker() {
  if [ -n "$ticker" ]; then
    kill "$ticker" 2>/dev/null || true
    wait "$ticker" 2>/dev/null || true
    ticker=''
  fi
}
trap stop_ticker EXIT

tick() { # TITLE BEGAN
  while sleep 1; do printf '\r%s ... %s s' "$1" $(($(date +%s) - $2)); done
}

step() { # TITLE COMMAND...
  number=$((number + 1))
  local title="[$number/$steps] $1" began status=0
  began=$(date +%s)
  log="$logs/$number.log"
  shift
  if [ -t 1 ]; then
    printf '%s ...' "$title"
    tick "$title" "$began" &
    ticker=$!
  else
    printf '%s ...\n' "$title"
  fi
  # bash forgets -e in here: a step joins its commands with &&
  "$@" >"$log" 2>&1 </dev/null || status=$?
  if [ -n "$ticker" ]; then
    stop_ticker
    printf '\r%s' "$title ..."
  else
    printf '%s' "$title"
  fi
  if [ $status = 0 ]; then
    printf ' done in %s s\n' $(($(date +%s) - began))
    return
  fi
  printf ' failed after %s s\n' $(($(date +%s) - began))
  explain_failure
}

explain_failure() {
  tail -n 15 "$log" >&2
  if grep -qE 'Could not transfer artifact|Cannot access .* in offline mode' "$log"; then
    fail "Maven could not download what it needs: see that the network is there (a proxy belongs into ~/.m2/settings.xml) and run this again. All it said: $log"
  fi
  if grep -qE 'NewConnectionError|NameResolutionError|ConnectTimeout|ProxyError|Read timed out' "$log"; then
    fail "pip could not download what it needs: see that the network is there (a proxy belongs into HTTPS_PROXY) and run this again. All it said: $log"
  fi
  fail "This step failed; all it said: $log"
}

is_built() {
  [ -f "$jar" ] && [ -z "$(cd "$here" && find pom.xml .mvn magics/pom.xml magics/src kernel/pom.xml kernel/src -newer "$jar" | head -n 1)" ]
}

build() {
  if is_built; then return; fi
  (cd "$here" && mvn -q -B -DskipTests package)
}

# The folder of a virtual environment's programs has another name on Windows.
venv_bin() {
  if [ -d "$venv/Scripts" ]; then printf '%s' "$venv/Scripts"; else printf '%s' "$venv/bin"; fi
}

# What the environment was made from; a moved checkout needs a new one.
venv_contents() {
  printf '%s\n' "$venv" | cat - "$requirements"
}

make_venv() {
  local done_mark="$venv/flowcell-requirements.txt"
  if venv_contents | cmp -s - "$done_mark" && "$(venv_bin)/python" -c 'import jupyterlab, nbconvert'; then
    return
  fi
  rm -f "$done_mark"
  # an environment that was broken off has no working pip
  if ! "$(venv_bin)/python" -m pip --version; then
    "$python" -m venv --clear "$venv" || return
  fi
  "$(venv_bin)/python" -m pip install --disable-pip-version-check --retries 2 -r "$requirements" &&
    venv_contents >"$done_mark"
}

install_kernel() {
  "$java" -jar "$jar" "${install[@]}"
}

run_notebook() {
  JUPYTER_PREFER_ENV_PATH=1 "$(venv_bin)/python" -m jupyter nbconvert --to html --execute \
    --ExecutePreprocessor.kernel_name="$name" --output exam-analysis.html "$notebook"
}

mkdir -p "$logs"

if [ $uninstall = yes ]; then
  steps=1
  is_built || step 'Building, to have the program that uninstalls' build
  install_kernel
  exit
fi

steps=2
[ $demo = no ] || steps=4
step 'Building' build
[ $demo = no ] || step 'Making .venv with JupyterLab' make_venv
step 'Installing the kernel and running a cell in it' install_kernel
cat "$log"

if [ $demo = yes ]; then
  step 'Running notebooks/exam-analysis.ipynb' run_notebook
  jupyter="$(venv_bin)/jupyter"
  printf 'The report:   %s\n' "$here/notebooks/exam-analysis.html"
  printf 'The box plot: %s\n' "$here/notebooks/scores_boxplot.png"
  printf 'JupyterLab:   %q lab %q\n' "$jupyter" "$notebook"
else
  jupyter=jupyter
  printf 'Start Jupyter (`jupyter lab`) and choose "Java (Flowcell)".\n'
fi

[ $lab = no ] || exec "$jupyter" lab "$notebook"
