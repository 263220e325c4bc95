/**
 * Simulated SageMaker: models, configurations, endpoints in time with their fleets, the runtime.
 */
@NullMarked
package dev.slipway.simulator.sagemaker;

import org.jspecify.annotations.NullMarked;
