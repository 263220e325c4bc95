/** Repositories, image tags and the digests that they stand for. */
@NullMarked
package dev.slipway.simulator.ecr;

import org.jspecify.annotations.NullMarked;
