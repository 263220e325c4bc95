package dev.slipway.simulator;

import dev.slipway.simulator.cloudwatch.AlarmHistoryApi;
import dev.slipway.simulator.cloudwatch.Alarms;
import dev.slipway.simulator.cloudwatch.AlarmsApi;
import dev.slipway.simulator.cloudwatch.Dashboards;
import dev.slipway.simulator.cloudwatch.Metrics;
import dev.slipway.simulator.cloudwatch.MetricsApi;
import dev.slipway.simulator.cloudwatch.MetricsFile;
import dev.slipway.simulator.ecr.Ecr;
import dev.slipway.simulator.ecr.Repositories;
import dev.slipway.simulator.fault.Faults;
import dev.slipway.simulator.iam.Iam;
import dev.slipway.simulator.iam.Permissions;
import dev.slipway.simulator.iam.PolicySimulation;
import dev.slipway.simulator.iam.Roles;
import dev.slipway.simulator.logs.Logs;
import dev.slipway.simulator.logs.LogsApi;
import dev.slipway.simulator.logs.LogsFile;
import dev.slipway.simulator.permission.ExecutionRoles;
import dev.slipway.simulator.permission.Needs;
import dev.slipway.simulator.permission.Permitted;
import dev.slipway.simulator.quotas.QuotasApi;
import dev.slipway.simulator.s3.Buckets;
import dev.slipway.simulator.s3.BucketsApi;
import dev.slipway.simulator.s3.Copies;
import dev.slipway.simulator.s3.Multipart;
import dev.slipway.simulator.s3.ObjectsApi;
import dev.slipway.simulator.s3.Uploads;
import dev.slipway.simulator.sagemaker.AsyncInvocations;
import dev.slipway.simulator.sagemaker.EndpointConfigsApi;
import dev.slipway.simulator.sagemaker.Endpoints;
import dev.slipway.simulator.sagemaker.EndpointsApi;
import dev.slipway.simulator.sagemaker.ModelsApi;
import dev.slipway.simulator.sagemaker.ObjectStore;
import dev.slipway.simulator.sagemaker.RecommenderApi;
import dev.slipway.simulator.sagemaker.RuntimeApi;
import dev.slipway.simulator.sagemaker.StreamedInvocations;
import dev.slipway.simulator.sagemaker.Tags;
import dev.slipway.simulator.sagemaker.Undocumented;
import dev.slipway.simulator.sagemaker.World;
import dev.slipway.simulator.scaling.ScalableTargetsApi;
import dev.slipway.simulator.scaling.Scaling;
import dev.slipway.simulator.scaling.ScalingPoliciesApi;
import dev.slipway.simulator.scaling.ScheduledActionsApi;
import dev.slipway.simulator.serving.ContainerStarts;
import dev.slipway.simulator.sns.Sns;
import dev.slipway.simulator.sns.Topics;
import dev.slipway.simulator.state.Journal;
import dev.slipway.simulator.sts.Sessions;
import dev.slipway.simulator.sts.Sts;
import dev.slipway.simulator.time.SimClock;
import dev.slipway.simulator.time.Timeline;
import dev.slipway.simulator.wire.Around;
import dev.slipway.simulator.wire.Router;
import dev.slipway.simulator.wire.Service;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All simulated services over one journal and one clock, joined as AWS joins them. */
record Services(
    Router router,
    Topics topics,
    Buckets buckets,
    Alarms alarms,
    Metrics metrics,
    List<AutoCloseable> running)
    implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(Services.class.getName());

  static Services over(
      SimulatorOptions options,
      Journal journal,
      SimClock clock,
      Timeline timeline,
      Faults faults,
      Around around) {
    Sessions sessions = new Sessions(journal, options.defaultAccount());
    Roles roles = new Roles(journal);
    Permissions permissions = new Permissions(roles);
    Tags tags = new Tags(journal);
    Around permitted =
        options.evaluatePermissions()
            ? new Permitted(
                sessions,
                permissions,
                new Needs(roles, clock::now, tags::of),
                options.assumeUnknownRoles())
            : (_, proceed) -> proceed.get();
    Set<Undocumented> departures = options.sageMaker().departures();
    boolean otherWords = departures.contains(Undocumented.EXECUTION_ROLE_REFUSED_IN_OTHER_WORDS);
    Around executionRoles =
        otherWords || departures.contains(Undocumented.EXECUTION_ROLE_CHECKED)
            ? new ExecutionRoles(roles, otherWords)
            : (_, proceed) -> proceed.get();
    Router router =
        new Router(
            sessions,
            clock::now,
            (call, proceed) ->
                around.call(
                    call, () -> permitted.call(call, () -> executionRoles.call(call, proceed))));
    Topics topics = new Topics(journal, clock::now);
    @Nullable Path bytes = options.directory().map(home -> home.resolve("s3")).orElse(null);
    Buckets buckets = new Buckets(journal, bytes);
    Uploads uploads = new Uploads(journal, bytes == null ? null : bytes.resolve("uploads"));
    Repositories repositories = new Repositories(journal);
    router.serve(Service.IAM, new Iam(roles, clock::now));
    router.serve(Service.IAM, new PolicySimulation(roles, permissions));
    router.serve(
        Service.STS,
        new Sts(
            sessions,
            roles,
            options.evaluatePermissions() ? Optional.of(permissions) : Optional.empty(),
            clock::now,
            options.assumeUnknownRoles()));
    router.serve(Service.SNS, new Sns(topics));
    router.serve(Service.S3, new BucketsApi(buckets, clock::now));
    router.serve(Service.S3, new ObjectsApi(buckets, clock::now));
    router.serve(Service.S3, new Multipart(buckets, uploads, clock::now));
    router.serve(Service.S3, new Copies(buckets, uploads, clock::now));
    router.serve(Service.ECR, new Ecr(repositories, clock::now));

    List<AutoCloseable> running = new ArrayList<>();
    Metrics metrics = new Metrics(() -> faults.metricDelay().orElse(options.metricDelay()));
    options.directory().ifPresent(home -> running.add(MetricsFile.keep(metrics, home, timeline)));
    Logs logs = new Logs();
    options.directory().ifPresent(home -> running.add(LogsFile.keep(logs, home, timeline)));
    router.serve(Service.LOGS, new LogsApi(logs));
    router.serve(Service.SERVICE_QUOTAS, new QuotasApi(faults::quota));
    Alarms alarms =
        new Alarms(
            clock,
            timeline,
            metrics,
            journal,
            topics::deliver,
            options.sageMaker().evaluationRange());
    router.serve(Service.CLOUDWATCH, new MetricsApi(metrics, clock));
    router.serve(Service.CLOUDWATCH, new AlarmsApi(alarms));
    router.serve(Service.CLOUDWATCH, new AlarmHistoryApi(alarms));
    router.serve(Service.CLOUDWATCH, new Dashboards(journal, clock::now));

    ContainerStarts starts =
        new ContainerStarts(buckets::read, options.images(), options.seed(), clock::now);
    running.add(starts);
    World world =
        new World(
            clock,
            timeline,
            journal,
            metrics,
            logs,
            alarms,
            starts,
            faults,
            repositories::resolve,
            options.sageMaker(),
            options.seed());
    Endpoints endpoints =
        serveSageMaker(router, world, tags, objects(buckets, clock), topics, running);
    Scaling scaling = new Scaling(clock, timeline, journal, alarms, metrics, endpoints);
    router.serve(Service.APPLICATION_AUTO_SCALING, new ScalableTargetsApi(scaling, clock));
    router.serve(Service.APPLICATION_AUTO_SCALING, new ScalingPoliciesApi(scaling, clock));
    router.serve(Service.APPLICATION_AUTO_SCALING, new ScheduledActionsApi(scaling, clock));
    return new Services(router, topics, buckets, alarms, metrics, List.copyOf(running));
  }

  /** Ends what runs beside the timeline. */
  @Override
  public void close() {
    for (AutoCloseable one : running) {
      try {
        one.close();
      } catch (Exception e) {
        LOG.log(System.Logger.Level.WARNING, "could not be ended: " + one, e);
      }
    }
  }

  private static Endpoints serveSageMaker(
      Router router,
      World world,
      Tags tags,
      ObjectStore objects,
      Topics topics,
      List<AutoCloseable> running) {
    ModelsApi models = new ModelsApi(world.journal(), tags, world.clock());
    EndpointConfigsApi configs =
        new EndpointConfigsApi(world.journal(), models, tags, world.clock(), world.options());
    Endpoints endpoints = new Endpoints(world, tags);
    router.serve(Service.SAGEMAKER, tags);
    router.serve(Service.SAGEMAKER, models);
    router.serve(Service.SAGEMAKER, configs);
    EndpointsApi endpointsApi = new EndpointsApi(endpoints, models, configs);
    router.serve(Service.SAGEMAKER, endpointsApi);
    router.serve(Service.SAGEMAKER, new RecommenderApi(world, models, endpoints, tags));
    RuntimeApi runtime = new RuntimeApi(endpoints, objects);
    running.add(runtime);
    router.serve(Service.SAGEMAKER_RUNTIME, runtime);
    router.serve(Service.SAGEMAKER_RUNTIME, new StreamedInvocations(runtime, endpoints));
    AsyncInvocations queued = new AsyncInvocations(runtime, endpoints, objects, topics::deliver);
    running.addFirst(queued); // before the containers that it waits for
    router.serve(Service.SAGEMAKER_RUNTIME, queued);
    return endpoints;
  }

  private static ObjectStore objects(Buckets buckets, SimClock clock) {
    return new ObjectStore() {
      @Override
      public Optional<byte[]> read(String bucket, String key) {
        return buckets.read(bucket, key);
      }

      @Override
      public boolean write(String bucket, String key, byte[] bytes, String contentType) {
        return buckets.write(bucket, key, bytes, contentType, clock.now());
      }
    };
  }
}
