package dev.slipway.simulator.fault;

import dev.slipway.simulator.time.SimClock;
import dev.slipway.simulator.wire.Service;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The faults that somebody asked for. What a rule hits depends only on the seed and on the order of
 * what it concerns. {@link Rule} has the form of the documents.
 */
public final class Faults {

  private static final JsonMapper JSON = new JsonMapper();

  /**
   * Who changes endpoints behind their owners' backs. Each method throws {@link
   * IllegalArgumentException} with a sentence, when that cannot be done.
   */
  public interface Stranger {

    /**
     * Somebody else edits an endpoint.
     *
     * @param configuration to update it to; null to leave that
     * @param instances to give each variant; empty to leave that
     */
    void edit(String endpoint, @Nullable String configuration, OptionalInt instances);

    /** SageMaker itself puts an endpoint on fresh instances. */
    void maintain(String endpoint);
  }

  /** Where there are no endpoints. */
  private static final Stranger NOBODY =
      new Stranger() {
        @Override
        public void edit(String endpoint, @Nullable String configuration, OptionalInt instances) {
          maintain(endpoint);
        }

        @Override
        public void maintain(String endpoint) {
          throw new IllegalArgumentException("There are no endpoints to edit.");
        }
      };

  private final SimClock clock;
  private final long seed;
  private final AtomicLong ids = new AtomicLong();
  private final List<Armed> rules = new CopyOnWriteArrayList<>();
  private volatile Stranger stranger = NOBODY;

  public Faults(SimClock clock, long seed) {
    this.clock = clock;
    this.seed = seed;
  }

  /** Who carries out changes that come from elsewhere. */
  public void editBy(Stranger someone) {
    stranger = someone;
  }

  /**
   * Adds a fault and returns its document with its id. A clock jump and changes out of band happen
   * before this returns, and are over then.
   *
   * @throws IllegalArgumentException with a sentence, when the document says no such thing
   */
  public ObjectNode add(JsonNode document) {
    Rule rule = Rule.of("fault-" + ids.incrementAndGet(), document);
    switch (rule.kind()) {
      case CLOCK_JUMP -> clock.advance(seconds(rule));
      case MAINTENANCE -> stranger.maintain(rule.text("endpoint", ""));
      case OUT_OF_BAND -> {
        String configuration = rule.text("configuration", "");
        int instances = (int) rule.number("instances", 0);
        stranger.edit(
            rule.text("endpoint", ""),
            configuration.isEmpty() ? null : configuration,
            instances > 0 ? OptionalInt.of(instances) : OptionalInt.empty());
      }
      default -> rules.add(new Armed(rule, seed));
    }
    return rule.document();
  }

  /** Every fault that is still there, oldest first, with how often each has struck. */
  public ArrayNode all() {
    ArrayNode all = JSON.createArrayNode();
    for (Armed armed : rules) {
      all.add(armed.rule().document().deepCopy().put("struck", armed.struck()));
    }
    return all;
  }

  /** Takes one fault away; false when there is none of that id. */
  public boolean remove(String id) {
    return rules.removeIf(armed -> armed.rule().id().equals(id));
  }

  /** Takes every fault away. */
  public void clear() {
    rules.clear();
  }

  /**
   * The faults for the call that is about to be carried out: every delay that is due, up to the
   * first fault of another kind. Rules after that one do not meet the call. To be asked once a
   * call.
   *
   * @param operation such as {@code UpdateEndpoint}
   */
  public List<Fault> next(Service service, String operation) {
    if (rules.isEmpty()) {
      return List.of();
    }
    long now = clock.now().toEpochMilli();
    List<Fault> due = new ArrayList<>();
    for (Armed armed : rules) {
      Fault fault = fault(armed.rule());
      if (fault == null || !armed.rule().concernsCall(service, operation) || !armed.strikes(now)) {
        continue;
      }
      due.add(fault);
      if (!(fault instanceof Fault.Delayed)) {
        break;
      }
    }
    return due;
  }

  /**
   * What goes wrong with the answer that a model is about to give. To be asked once an answer.
   *
   * @param configuration the endpoint configuration of the fleet that would answer
   */
  public Spoil answer(String endpoint, String configuration) {
    boolean error = false;
    Duration slower = Duration.ZERO;
    for (Rule rule :
        struck(rule ->
            (rule.kind() == Kind.MODEL_ERROR || rule.kind() == Kind.MODEL_LATENCY)
                && rule.concerns(endpoint, configuration, null))) {
      if (rule.kind() == Kind.MODEL_ERROR) {
        error = true;
      } else {
        slower = slower.plusMillis((long) rule.number("milliseconds", 0));
      }
    }
    return error || slower.isPositive() ? new Spoil(error, slower) : Spoil.NONE;
  }

  /** Where a response stream that is about to begin breaks off. To be asked once a stream. */
  public Optional<Cut> stream(String endpoint, String configuration) {
    return struck(rule ->
            rule.kind() == Kind.BROKEN_STREAM && rule.concerns(endpoint, configuration, null))
        .stream()
        .map(rule ->
            new Cut(
                (int) rule.number("parts", 1), rule.document().path("internal").asBoolean(false)))
        .findFirst();
  }

  /** Whether an instance that serves answers no ping from now on. To be asked once a ping. */
  public boolean unhealthy(String endpoint, String configuration) {
    return !struck(
            rule -> rule.kind() == Kind.UNHEALTHY && rule.concerns(endpoint, configuration, null))
        .isEmpty();
  }

  /** What goes wrong with an instance that is about to be started. To be asked once for each. */
  public List<Trouble> instance(String endpoint, String configuration, String instanceType) {
    return struck(
            rule -> trouble(rule) != null && rule.concerns(endpoint, configuration, instanceType))
        .stream()
        .flatMap(rule -> Optional.ofNullable(trouble(rule)).stream())
        .toList();
  }

  /** A number that no rehearsal reaches by accident. */
  private static final int USUAL_QUOTA = 10_000;

  /** How many instances of a type all endpoints together may have. */
  public int quota(String instanceType) {
    return of(Kind.QUOTA)
        .filter(rule -> rule.text("instance_type", "").equals(instanceType))
        .mapToInt(rule -> (int) rule.number("limit", 0))
        .min()
        .orElse(USUAL_QUOTA);
  }

  /** How late AWS's own metrics arrive, if that is not as usual. */
  public Optional<Duration> metricDelay() {
    return of(Kind.METRIC_DELAY).map(Faults::seconds).reduce((_, newest) -> newest);
  }

  private java.util.stream.Stream<Rule> of(Kind kind) {
    return rules.stream().map(Armed::rule).filter(rule -> rule.kind() == kind);
  }

  private List<Rule> struck(Predicate<Rule> concerned) {
    if (rules.isEmpty()) {
      return List.of();
    }
    long now = clock.now().toEpochMilli();
    return rules.stream()
        .filter(armed -> concerned.test(armed.rule()) && armed.strikes(now))
        .map(Armed::rule)
        .toList();
  }

  private static Duration seconds(Rule rule) {
    return Duration.ofMillis((long) (rule.number("seconds", 0) * 1000));
  }

  private static @Nullable Fault fault(Rule rule) {
    return switch (rule.kind()) {
      case ERROR ->
          new Fault.Refused(
              (int) rule.number("status", 500),
              rule.text("code", "InternalFailure"),
              rule.text("message", "A fault was asked for."));
      case THROTTLE ->
          new Fault.Refused(
              (int) rule.number("status", 400),
              rule.text("code", "ThrottlingException"),
              rule.text("message", "Rate exceeded"));
      case LATENCY -> new Fault.Delayed(Duration.ofMillis((long) rule.number("milliseconds", 0)));
      case LOST_ANSWER -> new Fault.AnswerLost();
      case LOST_CALL -> new Fault.CallLost();
      case MODEL_ERROR,
          MODEL_LATENCY,
          BROKEN_STREAM,
          CAPACITY,
          QUOTA,
          START_FAILURE,
          PING_FAILURE,
          SLOW_START,
          SLOW_DOWNLOAD,
          METRIC_DELAY,
          UNHEALTHY,
          MAINTENANCE,
          CLOCK_JUMP,
          OUT_OF_BAND ->
          null;
    };
  }

  private static @Nullable Trouble trouble(Rule rule) {
    return switch (rule.kind()) {
      case CAPACITY -> new Trouble.NoCapacity();
      case START_FAILURE ->
          new Trouble.StartFails(rule.text("reason", "The primary container did not start."));
      case PING_FAILURE -> new Trouble.PingFails();
      case SLOW_START -> new Trouble.SlowStart(seconds(rule));
      case SLOW_DOWNLOAD -> new Trouble.SlowDownload(seconds(rule));
      case ERROR,
          LATENCY,
          LOST_ANSWER,
          LOST_CALL,
          THROTTLE,
          MODEL_ERROR,
          MODEL_LATENCY,
          BROKEN_STREAM,
          QUOTA,
          METRIC_DELAY,
          UNHEALTHY,
          MAINTENANCE,
          CLOCK_JUMP,
          OUT_OF_BAND ->
          null;
    };
  }
}
