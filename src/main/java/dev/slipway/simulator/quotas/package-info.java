/** Service Quotas: how many instances endpoints may have. */
@NullMarked
package dev.slipway.simulator.quotas;

import org.jspecify.annotations.NullMarked;
