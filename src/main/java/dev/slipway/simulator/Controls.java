package dev.slipway.simulator;

import dev.slipway.base.WallClock;
import dev.slipway.simulator.cloudwatch.EvaluationPulse;
import dev.slipway.simulator.fault.Faults;
import dev.slipway.simulator.state.Journal;
import dev.slipway.simulator.time.SimClock;
import dev.slipway.simulator.wire.WireRequest;
import dev.slipway.simulator.wire.WireResponse;
import java.math.BigDecimal;
import java.time.Duration;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The simulator's own HTTP API under {@code /_slipway/}, in JSON: what AWS does not have, for tests
 * and for local mode. It has no authentication.
 */
final class Controls {

  static final String PREFIX = "/_slipway/";

  private static final JsonMapper JSON = new JsonMapper();

  private final WallClock wall = WallClock.system();
  private final SimClock clock;
  private final Faults faults;
  private final Journal journal;
  private final Services services;

  Controls(SimClock clock, Faults faults, Journal journal, Services services) {
    this.clock = clock;
    this.faults = faults;
    this.journal = journal;
    this.services = services;
  }

  WireResponse handle(WireRequest request) {
    String path = request.path().substring(PREFIX.length());
    try {
      if (path.startsWith("faults/")) {
        return removed(request.method(), path.substring("faults/".length()));
      }
      return switch (request.method() + " " + path) {
        case "GET health" -> ok(JsonNodeFactory.instance.objectNode().put("status", "UP"));
        case "GET clock" -> ok(time());
        case "PUT clock" -> advance(request);
        case "GET faults" -> ok(faults.all());
        case "POST faults" -> json(201, faults.add(body(request)));
        case "DELETE faults" -> {
          faults.clear();
          yield json(204, JsonNodeFactory.instance.objectNode());
        }
        case "GET vitals" -> ok(vitals());
        case "DELETE vitals" -> {
          services.alarms().forgetPulse();
          yield json(204, JsonNodeFactory.instance.objectNode());
        }
        case "GET operations" -> ok(JSON.valueToTree(services.router().operations()));
        case "GET snapshot" -> ok(snapshot());
        case "GET calls" -> ok(JSON.valueToTree(services.router().calls().all()));
        case "GET call-rates" -> ok(JSON.valueToTree(services.router().rates().all()));
        case "GET messages" -> ok(JSON.valueToTree(services.topics().messages()));
        default -> error(404, "There is no " + request.method() + " " + request.path() + ".");
      };
    } catch (IllegalArgumentException e) {
      return error(400, String.valueOf(e.getMessage()));
    }
  }

  private WireResponse removed(String method, String id) {
    if (!method.equals("DELETE")) {
      return error(405, "A single fault can only be deleted.");
    }
    return faults.remove(id)
        ? json(204, JsonNodeFactory.instance.objectNode())
        : error(404, "There is no fault " + id + ".");
  }

  private WireResponse advance(WireRequest request) {
    JsonNode seconds = body(request).path("advance_seconds");
    if (!seconds.isNumber()) {
      throw new IllegalArgumentException("\"advance_seconds\" must be a number.");
    }
    BigDecimal millis = seconds.decimalValue().movePointRight(3);
    if (millis.signum() < 0 || millis.compareTo(BigDecimal.valueOf(1L << 50)) > 0) {
      throw new IllegalArgumentException("\"advance_seconds\" must not be negative or so large.");
    }
    clock.advance(Duration.ofMillis(millis.longValue()));
    return ok(time());
  }

  private ObjectNode time() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("now", clock.now().toString())
        .put("factor", clock.factor())
        .put("manual", clock.isManual())
        .put("wall", wall.now().toString());
  }

  /** Whether the simulator keeps up, and what it holds. Lags are in seconds of AWS time. */
  private ObjectNode vitals() {
    EvaluationPulse pulse = services.alarms().pulse();
    Runtime machine = Runtime.getRuntime();
    ObjectNode vitals = JsonNodeFactory.instance.objectNode();
    vitals
        .putObject("alarms")
        .put("count", services.alarms().count())
        .put("rounds", pulse.rounds())
        .put("due", pulse.due() == null ? null : pulse.due().toString())
        .put("lag_seconds", pulse.lag().toMillis() / 1e3)
        .put("worst_lag_seconds", pulse.worst().toMillis() / 1e3);
    vitals.putObject("metrics").put("count", services.metrics().count());
    vitals
        .putObject("heap")
        .put("used_bytes", machine.totalMemory() - machine.freeMemory())
        .put("max_bytes", machine.maxMemory());
    return vitals;
  }

  private ObjectNode snapshot() {
    ObjectNode all = JsonNodeFactory.instance.objectNode();
    for (String kind : journal.kinds()) {
      ObjectNode documents = all.putObject(kind);
      journal.all(kind).forEach(documents::set);
    }
    return all;
  }

  private static JsonNode body(WireRequest request) {
    try {
      return JSON.readTree(request.body());
    } catch (JacksonException e) {
      throw new IllegalArgumentException("The body is not JSON.", e);
    }
  }

  private static WireResponse ok(JsonNode body) {
    return json(200, body);
  }

  private static WireResponse error(int status, String message) {
    return json(status, JsonNodeFactory.instance.objectNode().put("message", message));
  }

  private static WireResponse json(int status, JsonNode body) {
    return WireResponse.of(status, "application/json", body.toString());
  }
}
