package dev.slipway.simulator.sagemaker;

/**
 * What comes next in an endpoint's life.
 *
 * @param next journalled before anybody sees it
 * @param effect on the fleets, once it has been journalled
 */
record Step(EndpointState next, Runnable effect) {}
