package dev.slipway.simulator.fault;

import dev.slipway.simulator.time.SimClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The faults that somebody asked for. Which calls a rule hits depends only on the seed and on the
 * order of the calls that it concerns. {@link Rule} has the form of the documents.
 */
public final class Faults {

  private static final JsonMapper JSON = new JsonMapper();

  private final SimClock clock;
  private final long seed;
  private final AtomicLong ids = new AtomicLong();
  private final List<Armed> rules = new CopyOnWriteArrayList<>();

  public Faults(SimClock clock, long seed) {
    this.clock = clock;
    this.seed = seed;
  }

  /**
   * Adds a fault and returns its document with its id.
   *
   * @throws IllegalArgumentException with a sentence, when the document says no such thing
   */
  public ObjectNode add(JsonNode document) {
    Rule rule = Rule.of("fault-" + ids.incrementAndGet(), document);
    rules.add(new Armed(rule));
    return rule.document();
  }

  /** Every fault that is still there, oldest first, with how often each has struck. */
  public ArrayNode all() {
    ArrayNode all = JSON.createArrayNode();
    for (Armed armed : rules) {
      all.add(armed.rule.document().deepCopy().put("struck", armed.struck.get()));
    }
    return all;
  }

  /** Takes one fault away; false when there is none of that id. */
  public boolean remove(String id) {
    return rules.removeIf(armed -> armed.rule.id().equals(id));
  }

  /** Takes every fault away. */
  public void clear() {
    rules.clear();
  }

  /**
   * The fault for the call that is about to be carried out, if one is due. To be asked once a call.
   *
   * @param service as in the SigV4 scope or the service's name, such as {@code sagemaker}
   * @param operation such as {@code UpdateEndpoint}
   */
  public Optional<Fault> next(String service, String operation) {
    if (rules.isEmpty()) {
      return Optional.empty();
    }
    Optional<Fault> due = Optional.empty();
    for (Armed armed : rules) {
      if (armed.rule.forModels() || !armed.rule.concerns(service, operation)) {
        continue;
      }
      if (armed.strikes() && due.isEmpty()) {
        due = Optional.of(armed.fault());
      }
    }
    return due;
  }

  /**
   * Whether a model's answer shall be a server error instead.
   *
   * @param configuration the endpoint configuration of the fleet that would answer
   */
  public boolean spoilsAnswer(String endpoint, String configuration) {
    if (rules.isEmpty()) {
      return false;
    }
    boolean spoilt = false;
    for (Armed armed : rules) {
      Rule rule = armed.rule;
      if (rule.forModels()
          && rule.endpoint().equalsIgnoreCase(endpoint)
          && (rule.configuration() == null || rule.configuration().equals(configuration))) {
        spoilt |= armed.strikes();
      }
    }
    return spoilt;
  }

  /** A rule that counts its calls. */
  private final class Armed {
    private final Rule rule;
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger struck = new AtomicInteger();
    private final List<Long> recent = new ArrayList<>();

    Armed(Rule rule) {
      this.rule = rule;
    }

    boolean strikes() {
      int call = calls.incrementAndGet();
      boolean chosen =
          switch (rule.kind()) {
            case "throttle" -> overRate();
            case "model_error" -> Shares.hits(seed, rule.share(), call);
            default ->
                rule.call() > 0
                    ? call == rule.call()
                    : rule.probability() >= 1
                        || Shares.random(seed ^ rule.id().hashCode(), call) < rule.probability();
          };
      if (!chosen) {
        return false;
      }
      if (struck.incrementAndGet() > rule.times()) {
        struck.decrementAndGet();
        return false;
      }
      return true;
    }

    /** A rate is per second of AWS time, as AWS's own limits are. */
    private synchronized boolean overRate() {
      long now = clock.now().toEpochMilli();
      recent.removeIf(instant -> instant <= now - 1000);
      if (recent.size() >= rule.perSecond()) {
        return true;
      }
      recent.add(now);
      return false;
    }

    Fault fault() {
      return switch (rule.kind()) {
        case "latency" -> new Fault.Delayed(Duration.ofMillis(rule.milliseconds()));
        case "lost_answer" -> new Fault.AnswerLost();
        default -> new Fault.Refused(rule.status(), rule.code(), rule.message());
      };
    }
  }
}
