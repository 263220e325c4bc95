/** What an instance runs: the SageMaker container contract, and models that really score. */
@NullMarked
package dev.slipway.simulator.serving;

import org.jspecify.annotations.NullMarked;
