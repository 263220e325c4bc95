/** The simulator's own clock, and everything that is due at some instant of it. */
@NullMarked
package dev.slipway.simulator.time;

import org.jspecify.annotations.NullMarked;
