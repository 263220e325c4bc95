/** Simulated CloudWatch: metrics in bounded rings, metric math, alarms and what they trigger. */
@NullMarked
package dev.slipway.simulator.cloudwatch;

import org.jspecify.annotations.NullMarked;
