package dev.slipway.simulator;

import dev.slipway.simulator.cloudwatch.AlarmHistoryApi;
import dev.slipway.simulator.cloudwatch.Alarms;
import dev.slipway.simulator.cloudwatch.AlarmsApi;
import dev.slipway.simulator.cloudwatch.Metrics;
import dev.slipway.simulator.cloudwatch.MetricsApi;
import dev.slipway.simulator.cloudwatch.Notifications;
import dev.slipway.simulator.fault.Faults;
import dev.slipway.simulator.logs.Logs;
import dev.slipway.simulator.sagemaker.EndpointConfigsApi;
import dev.slipway.simulator.sagemaker.Endpoints;
import dev.slipway.simulator.sagemaker.EndpointsApi;
import dev.slipway.simulator.sagemaker.Images;
import dev.slipway.simulator.sagemaker.ModelsApi;
import dev.slipway.simulator.sagemaker.ObjectStore;
import dev.slipway.simulator.sagemaker.RuntimeApi;
import dev.slipway.simulator.sagemaker.SageMakerOptions;
import dev.slipway.simulator.sagemaker.Tags;
import dev.slipway.simulator.sagemaker.World;
import dev.slipway.simulator.scaling.ScalableTargetsApi;
import dev.slipway.simulator.scaling.Scaling;
import dev.slipway.simulator.scaling.ScalingPoliciesApi;
import dev.slipway.simulator.scaling.ScheduledActionsApi;
import dev.slipway.simulator.serving.Artifacts;
import dev.slipway.simulator.serving.ContainerStarts;
import dev.slipway.simulator.state.Journal;
import dev.slipway.simulator.time.SimClock;
import dev.slipway.simulator.time.Timeline;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * The services that have a life of their own, wired to each other and restored from the journal:
 * SageMaker, its runtime, CloudWatch and Application Auto Scaling.
 */
record SimulatedWorld(
    ModelsApi models,
    EndpointConfigsApi configs,
    EndpointsApi endpoints,
    Tags tags,
    RuntimeApi runtime,
    MetricsApi metrics,
    Metrics recorded,
    AlarmsApi alarms,
    AlarmHistoryApi alarmHistory,
    ScalableTargetsApi targets,
    ScalingPoliciesApi policies,
    ScheduledActionsApi scheduled) {

  /** What the world meets at its edges. */
  record Edges(Artifacts artifacts, Images images, Notifications notifications) {}

  private static final ObjectStore NO_STORE =
      new ObjectStore() {
        @Override
        public Optional<byte[]> read(String bucket, String key) {
          return Optional.empty();
        }

        @Override
        public boolean write(String bucket, String key, byte[] bytes, String contentType) {
          return false;
        }
      };

  static SimulatedWorld of(
      SimClock clock,
      Timeline timeline,
      Journal journal,
      Faults faults,
      Edges edges,
      Duration metricDelay,
      SageMakerOptions options,
      long seed) {
    Metrics metrics = new Metrics(() -> faults.metricDelay().orElse(metricDelay));
    Alarms alarms =
        new Alarms(
            clock, timeline, metrics, journal, edges.notifications(), options.evaluationRange());
    World world =
        new World(
            clock,
            timeline,
            journal,
            metrics,
            new Logs(),
            alarms,
            new ContainerStarts(edges.artifacts(), Map.of(), seed, clock::now),
            faults,
            edges.images(),
            options,
            seed);
    Tags tags = new Tags(journal);
    ModelsApi models = new ModelsApi(journal, tags, clock);
    EndpointConfigsApi configs = new EndpointConfigsApi(journal, models, tags, clock, options);
    Endpoints endpoints = new Endpoints(world, tags);
    Scaling scaling = new Scaling(clock, timeline, journal, alarms, metrics, endpoints);
    return new SimulatedWorld(
        models,
        configs,
        new EndpointsApi(endpoints, models, configs),
        tags,
        new RuntimeApi(endpoints, NO_STORE),
        new MetricsApi(metrics, clock),
        metrics,
        new AlarmsApi(alarms),
        new AlarmHistoryApi(alarms),
        new ScalableTargetsApi(scaling, clock),
        new ScalingPoliciesApi(scaling, clock),
        new ScheduledActionsApi(scaling, clock));
  }
}
