#!/bin/sh
# What conda runs to build meta.yaml: PREFIX is where to install, CPU_COUNT how many processors there are.
set -eu
[ -x configure ] || ./bootstrap
./configure --prefix="${PREFIX:?}" --disable-static
make -j"${CPU_COUNT:-1}"
make install
find "$PREFIX/lib" -name 'libinterphase.la' -delete
