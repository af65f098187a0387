/**
 * Benchmarks: each one and its peer in one run, in the order A B B A, on the real stack. Only ratios are comparable; absolute
 * times are those of this machine at this moment. A wrong result voids the figure: every benchmark checks that no job was
 * lost or doubled.
 */
@NullMarked
package io.darkroom.bench;

import org.jspecify.annotations.NullMarked;
