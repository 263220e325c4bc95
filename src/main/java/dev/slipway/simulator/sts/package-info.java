/** Who a caller is, and keys for roles that may be assumed. */
@NullMarked
package dev.slipway.simulator.sts;

import org.jspecify.annotations.NullMarked;
