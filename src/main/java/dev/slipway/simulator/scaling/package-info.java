/**
 * Simulated Application Auto Scaling for SageMaker variants: targets, target tracking, activities.
 */
@NullMarked
package dev.slipway.simulator.scaling;

import org.jspecify.annotations.NullMarked;
