/** The wire: protocols, one codec from the SDK's shapes, constraints from AWS's models, routing. */
@NullMarked
package dev.slipway.simulator.wire;

import org.jspecify.annotations.NullMarked;
