package dev.slipway.local;

import dev.slipway.base.Failure;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The simulator's faults on demand, as switches of an endpoint. */
final class SimulatorFaults {

  private static final JsonMapper JSON = new JsonMapper();
  private static final String ERROR = "model_error";
  private static final String LATENCY = "model_latency";
  private static final String START = "start_failure";
  private static final Set<String> KINDS = Set.of(ERROR, LATENCY, START);

  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
  private final URI simulator;

  SimulatorFaults(URI simulator) {
    this.simulator = simulator;
  }

  /** How many of the simulator's seconds pass in one of ours. */
  double speed() {
    return send("GET", "clock", null).path("factor").asDouble(1);
  }

  /** The switches that are on, by endpoint. */
  Map<String, Switches> all() {
    Map<String, List<JsonNode>> faults = new LinkedHashMap<>();
    for (JsonNode fault : ours()) {
      faults
          .computeIfAbsent(fault.path("endpoint").asString(""), _ -> new ArrayList<>())
          .add(fault);
    }
    Map<String, Switches> all = new LinkedHashMap<>();
    faults.forEach((endpoint, its) -> all.put(endpoint, read(endpoint, its)));
    return all;
  }

  /** Puts the faults of an endpoint in place of those that were there. */
  void put(Switches wanted) {
    for (JsonNode fault : ours()) {
      if (fault.path("endpoint").asString("").equals(wanted.endpoint())) {
        send("DELETE", "faults/" + fault.path("id").asString(""), null);
      }
    }
    if (wanted.errorShare() > 0) {
      add(wanted, ERROR, true, fault -> fault.put("share", wanted.errorShare()));
    }
    if (wanted.latencyMs() > 0) {
      add(
          wanted,
          LATENCY,
          true,
          fault -> fault.put("share", 1).put("milliseconds", wanted.latencyMs()));
    }
    if (wanted.failStarts()) {
      add(wanted, START, false, fault -> fault.put("reason", "exited with status 1"));
    }
  }

  private interface Detail {
    void putInto(ObjectNode fault);
  }

  private void add(Switches wanted, String kind, boolean ofOneFleet, Detail detail) {
    ObjectNode fault = JSON.createObjectNode().put("kind", kind).put("endpoint", wanted.endpoint());
    String configuration = wanted.configuration();
    if (ofOneFleet && configuration != null) {
      fault.put("configuration", configuration);
    }
    detail.putInto(fault);
    send("POST", "faults", fault);
  }

  private List<JsonNode> ours() {
    return send("GET", "faults", null)
        .valueStream()
        .filter(fault -> KINDS.contains(fault.path("kind").asString("")))
        .filter(fault -> fault.hasNonNull("endpoint"))
        .toList();
  }

  private static Switches read(String endpoint, List<JsonNode> faults) {
    String configuration = null;
    double share = 0;
    int latency = 0;
    boolean starts = false;
    for (JsonNode fault : faults) {
      if (fault.hasNonNull("configuration")) {
        configuration = fault.path("configuration").asString("");
      }
      switch (fault.path("kind").asString("")) {
        case ERROR -> share = fault.path("share").asDouble(1);
        case LATENCY -> latency = fault.path("milliseconds").asInt(0);
        default -> starts = true;
      }
    }
    return new Switches(endpoint, configuration, share, latency, starts, 0, 0, 0);
  }

  private JsonNode send(String method, String path, @Nullable JsonNode body) {
    HttpRequest request =
        HttpRequest.newBuilder(simulator.resolve("/_slipway/" + path))
            .timeout(Duration.ofSeconds(5))
            .method(
                method,
                body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.toString()))
            .build();
    try {
      HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
      JsonNode read = JSON.readTree(answer.body().isEmpty() ? "{}" : answer.body());
      // One that is gone already is as it was wanted.
      if (answer.statusCode() / 100 != 2 && answer.statusCode() != 404) {
        throw Failure.Invalid.field("/endpoint", read.path("message").asString("refused"));
      }
      return read;
    } catch (IOException e) {
      throw new Failure.Unavailable("simulator-unavailable", "The simulator does not answer.");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure.Unavailable("simulator-unavailable", "Interrupted while asking it.");
    }
  }
}
