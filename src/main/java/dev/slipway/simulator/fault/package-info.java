/** Faults on demand: what shall go wrong, where and how often, the same under the same seed. */
@NullMarked
package dev.slipway.simulator.fault;

import org.jspecify.annotations.NullMarked;
