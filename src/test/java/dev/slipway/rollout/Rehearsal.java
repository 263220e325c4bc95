package dev.slipway.rollout;

import com.zaxxer.hikari.HikariDataSource;
import dev.slipway.base.WallClock;
import dev.slipway.promotion.AutoPromote;
import dev.slipway.promotion.BeginLater;
import dev.slipway.simulator.Simulator;
import dev.slipway.simulator.SimulatorOptions;
import dev.slipway.simulator.sagemaker.SageMakerOptions;
import dev.slipway.simulator.serving.ModelArchive;
import dev.slipway.simulator.wire.Calls;
import dev.slipway.testing.ApiServer;
import dev.slipway.testing.ApiServer.Answer;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The whole control plane in process, on a simulator whose time stands still until it is advanced.
 * Its ticks are a {@link ManualScheduler}'s: a film strip.
 */
public final class Rehearsal implements AutoCloseable {

  private static final JsonMapper JSON = new JsonMapper();

  private final RehearsalApp app;
  private final boolean another;
  private final Simulator simulator;
  private ApiServer api;
  private final AwsByHand aws;
  private final ManualScheduler scheduler;

  private Rehearsal(RehearsalApp app, boolean another, SageMakerOptions undocumented) {
    this.app = app;
    this.another = another;
    Instant now = WallClock.system().now();
    simulator =
        Simulator.start(
            SimulatorOptions.builder()
                .manualClock(true)
                .start(app.notBefore().isAfter(now) ? app.notBefore() : now)
                .sageMaker(undocumented)
                .image(TornServing.REPOSITORY, TornServing.PROGRAM)
                .build());
    aws = AwsByHand.at(simulator.uri());
    aws.artifacts().makeBucket(ArtifactsByHand.BUCKET);
    app.follow(simulator);
    api = app.api();
    scheduler = new ManualScheduler(simulator.clock(), () -> api);
  }

  /** The control plane's process ends, and another one goes on. */
  void restart() {
    app.restart();
    app.follow(simulator);
    api = app.api();
  }

  /** With fraud-detector v1, v2 and v3 in S3, and the article's prod as environment. */
  public static Rehearsal start() {
    return start(Map.of());
  }

  /** For tests that do more while time stands still than AWS's rates allow. */
  public static final Map<String, Object> UNPACED =
      Map.of(
          "slipway.aws.limits.all", 100_000,
          "slipway.aws.limits.sagemaker-looks", 100_000,
          "slipway.aws.limits.sagemaker-changes", 100_000,
          "slipway.aws.limits.other-looks", 100_000,
          "slipway.aws.limits.other-changes", 100_000,
          "slipway.aws.limits.describe-alarms", 100_000,
          "slipway.aws.limits.put-metric-alarm", 100_000);

  /** The same for tests that do more while time stands still than AWS's rates allow. */
  public static Rehearsal unpaced() {
    return start(UNPACED);
  }

  /** The same with settings of the application. */
  public static Rehearsal start(Map<String, Object> settings) {
    return prepared(new Rehearsal(RehearsalApp.with(settings), true, SageMakerOptions.usual()));
  }

  /**
   * The same with a control plane that no other rehearsal has, before or after, and where AWS
   * decides otherwise what it does not document.
   */
  static Rehearsal alone(Map<String, Object> settings, SageMakerOptions undocumented) {
    return prepared(new Rehearsal(RehearsalApp.own(settings), false, undocumented));
  }

  private static Rehearsal prepared(Rehearsal rehearsal) {
    for (String version : List.of("v1", "v2", "v3")) rehearsal.aws.artifacts().put(version);
    rehearsal.aws.images().put("ml-serving");
    rehearsal.created(
        "/v1/models",
        """
        {"name": "fraud-detector"}
        """);
    for (String version : List.of("v1", "v2", "v3")) rehearsal.register(version);
    rehearsal.created("/v1/environments", prod("prod"));
    return rehearsal;
  }

  /** A model file in the form that SageMaker takes. */
  static byte[] archive(String version) {
    return ModelArchive.pack(
        """
        {"kind": "logistic_regression", "weights": [0.1, 0.2, 0.3, 0.4], "bias": -1.0,
         "answer": {"version": "%s"}}
        """
            .formatted(version));
  }

  /** An environment with the article's figures. */
  public static String prod(String name) {
    return """
    {"name": "%s", "preset": "article", "profile": {
      "location": {"account_id": "123456789012", "region": "us-east-1"},
      "execution_role": {"managed": true},
      "artifact_mappings": [{"from": "s3://ml-models/", "to": "s3://ml-models-prod/"}],
      "hosting": {"instance_type": "ml.c5.xlarge", "instance_count": 2},
      "autoscaling": {"min_instances": 2, "max_instances": 10}}}
    """
        .formatted(name);
  }

  /** Registers another version of fraud-detector. */
  void register(String version) {
    created(
        "/v1/models/fraud-detector/versions",
        """
        {"name": "%s",
         "image": "123456789012.dkr.ecr.us-east-1.amazonaws.com/ml-serving:v2.1.0",
         "artifact": "s3://ml-models/fraud-detector/%s/model.tar.gz"}
        """
            .formatted(version, version));
  }

  /** Registers another version, with this {@code model.json}. */
  public void register(String version, String model) {
    aws.artifacts().put(version, ModelArchive.pack(model));
    register(version);
  }

  /** Gives fraud-detector a sample, or another in the place of one of this name. */
  public void sample(String name, String sample) {
    String path = "/v1/models/fraud-detector/samples/" + name;
    Answer put = api.send("PUT", path, sample, "Authorization", "Bearer " + ApiServer.TOKEN);
    if (put.status() > 201) throw new IllegalStateException(put.http().body());
  }

  /** Somebody makes an alarm fire. */
  public void fire(String alarm) {
    aws.alarms().fire(alarm);
  }

  /** The alarm on the errors of a release fires, such as prod-fraud-detector-r2-. */
  public void fireErrorsOf(String release) {
    aws.alarms().fireErrorsOf(release);
  }

  /** Posts what is to be made, and fails where it is not. */
  Answer created(String path, String body) {
    Answer answer = api.post(path, body);
    if (answer.status() != 201) throw new IllegalStateException(answer.http().body());
    return answer;
  }

  public ApiServer api() {
    return api;
  }

  /** For tests that choose the ticks that run. */
  ManualScheduler scheduler() {
    return scheduler;
  }

  /** The account as somebody else sees and changes it. */
  AwsByHand aws() {
    return aws;
  }

  /** Another environment like prod, so that tests that share a rehearsal do not meet. */
  public void environment(String name) {
    created("/v1/environments", prod(name));
  }

  /** The same with more in its profile, such as {@code "gates": {"approvals": 1}}. */
  public void environment(String name, String more) {
    created("/v1/environments", prod(name).replace("\"location\"", more + ", \"location\""));
  }

  /**
   * An environment of the preset {@code guarded} for fraud-detector.
   *
   * @param more further members of its profile, the hosting among them
   */
  public Answer guarded(String name, String more) {
    return created(
        "/v1/environments",
        """
        {"name": "%s", "preset": "guarded", "profile": {
          "location": {"account_id": "123456789012", "region": "us-east-1"},
          "execution_role": {"managed": true},
          "artifact_mappings": [{"from": "s3://ml-models/", "to": "s3://ml-models-prod/"}],
          %s}}
        """
            .formatted(name, more.strip()));
  }

  /** Asks for a promotion to prod and returns the deployment's id. */
  public UUID promote(String version) {
    return promote(version, "prod");
  }

  /** Asks for a promotion and returns the deployment's id. */
  public UUID promote(String version, String environment) {
    Answer answer =
        api.post(
            "/v1/promotions",
            """
            {"model": "fraud-detector", "version": "%s", "to": "%s", "reason": "a test"}
            """
                .formatted(version, environment));
    if (answer.status() != 202) throw new IllegalStateException(answer.http().body());
    return UUID.fromString(answer.at("/deployment/id"));
  }

  /** Promotes and lets it end. */
  public Answer live(String version) {
    return untilEnd(promote(version));
  }

  public Answer deployment(UUID id) {
    return api.get("/v1/deployments/" + id);
  }

  /** What has happened in a deployment, as JSON. */
  String events(UUID deployment) {
    return api.get("/v1/deployments/" + deployment + "/events?page_size=200").http().body();
  }

  /** Calls a deployment off in the state in which it is. */
  public void cancel(UUID id) {
    String state = deployment(id).at("/state");
    Answer answer =
        api.post(
            "/v1/deployments/" + id + "/cancel",
            "{\"reason\": \"a test\", \"expected_state\": \"" + state + "\"}");
    if (answer.status() != 202) throw new IllegalStateException(answer.http().body());
  }

  /** Lets time pass until a deployment rests, and returns it. */
  public Answer untilEnd(UUID id) {
    return until(id, "SUCCEEDED", "ROLLED_BACK", "FAILED", "CANCELED", "NEEDS_ATTENTION");
  }

  /** Lets time pass until a deployment is in one of these states, and returns it. */
  public Answer until(UUID id, String... states) {
    scheduler.until(id, states);
    return deployment(id);
  }

  /** Lets time pass, running every tick that comes due. */
  public void advance(Duration time) {
    scheduler.advance(time);
  }

  /** Makes the simulator misbehave. */
  public void fault(String document) {
    simulator.faults().add(JSON.readTree(document));
  }

  /**
   * AWS denies an operation of a service, or with "*" all of them, until there are no faults: as
   * SageMaker and its scaling say so, which CloudWatch, IAM, STS and S3 do in another way.
   */
  void deny(String service, String operation) {
    fault(
        """
        {"kind": "error", "service": "%s", "operation": "%s", "status": 400,
         "code": "AccessDeniedException", "message": "not authorized"}
        """
            .formatted(service, operation));
  }

  public void noFaults() {
    simulator.faults().clear();
  }

  /** Runs the ticks that are due, and those that they make due at once. */
  public void runDue() {
    scheduler.runDue();
  }

  /** Lets time pass until a deployment waits for this. */
  public void untilWaitingFor(UUID deployment, String what) {
    scheduler.untilWaitingFor(deployment, what);
  }

  /** Makes a round of looks at the endpoints that are due. */
  void lookForDrift() {
    api.bean(DriftWatch.class).round();
  }

  /** Makes a round of what is collected after a grace. */
  void collectLeft() {
    api.bean(CollectLeft.class).collect();
  }

  /** Looks at the environments that promote by themselves, and at the promotions that wait. */
  public void beginWaiting() {
    api.bean(AutoPromote.class).round();
    api.bean(BeginLater.class).round();
  }

  /** Makes an endpoint that has overrides before its first release. */
  void endpoint(String environment, String overrides) {
    created(
        "/v1/endpoints",
        """
        {"environment": "%s", "model": "fraud-detector", "overrides": %s}
        """
            .formatted(environment, overrides));
  }

  /** Sets an endpoint's overrides. */
  Answer override(String endpoint, String overrides) {
    String path = "/v1/endpoints/" + endpoint;
    return api.patch(path, api.get(path).header("ETag"), "{\"overrides\": " + overrides + "}");
  }

  /** AWS's state by kind and key, without what it remembers of alarms that are gone. */
  JsonNode snapshot() {
    ObjectNode all = JSON.createObjectNode();
    for (String kind : simulator.journal().kinds()) {
      if (kind.equals("cloudwatch.past-alarm")) continue;
      ObjectNode documents = all.putObject(kind);
      simulator.journal().all(kind).forEach(documents::set);
    }
    return all;
  }

  /** The calls that reached AWS, oldest first. */
  List<Calls.Made> calls() {
    return simulator.calls().all();
  }

  /** As the pool does by itself a moment later: it tries what has rested before handing it out. */
  void dropDeadConnections() {
    api.bean(HikariDataSource.class).getHikariPoolMXBean().softEvictConnections();
  }

  String databaseUrl() {
    return app.databaseUrl();
  }

  public Simulator simulator() {
    return simulator;
  }

  URI simulatorUri() {
    return simulator.uri();
  }

  @Override
  public void close() {
    if (another) app.free();
    else app.close();
    simulator.close();
  }
}
