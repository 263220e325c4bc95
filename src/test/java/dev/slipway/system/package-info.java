/** The whole system, as its users meet it: real processes, started, killed and started again. */
@NullMarked
package dev.slipway.system;

import org.jspecify.annotations.NullMarked;
