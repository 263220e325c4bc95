/** Simulated CloudWatch Logs: what containers write, and how AWS shows it. */
@NullMarked
package dev.slipway.simulator.logs;

import org.jspecify.annotations.NullMarked;
