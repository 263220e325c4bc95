package dev.slipway.simulator.sagemaker;

import dev.slipway.simulator.cloudwatch.Alarms;
import dev.slipway.simulator.cloudwatch.Metrics;
import dev.slipway.simulator.fault.Faults;
import dev.slipway.simulator.logs.Logs;
import dev.slipway.simulator.serving.ContainerStarts;
import dev.slipway.simulator.state.Journal;
import dev.slipway.simulator.time.SimClock;
import dev.slipway.simulator.time.Timeline;

/**
 * What endpoints live in.
 *
 * @param seed for every chance that routing takes
 */
public record World(
    SimClock clock,
    Timeline timeline,
    Journal journal,
    Metrics metrics,
    Logs logs,
    Alarms alarms,
    ContainerStarts starts,
    Faults faults,
    Images images,
    SageMakerOptions options,
    long seed) {}
