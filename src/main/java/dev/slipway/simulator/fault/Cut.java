package dev.slipway.simulator.fault;

/**
 * How a response stream ends before its time.
 *
 * @param parts how many still arrive
 * @param internal whether SageMaker itself fails, and not the model
 */
public record Cut(int parts, boolean internal) {}
