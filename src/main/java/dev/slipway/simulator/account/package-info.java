/** Whose resources: an account in a region, and the names that AWS gives to things there. */
@NullMarked
package dev.slipway.simulator.account;

import org.jspecify.annotations.NullMarked;
