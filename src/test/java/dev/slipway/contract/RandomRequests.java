package dev.slipway.contract;

import dev.slipway.testing.ApiServer;
import dev.slipway.testing.Contract;
import dev.slipway.testing.Contract.Operation;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Requests of every operation, most of which could succeed, and the others just not. */
final class RandomRequests {

  private static final byte[] NOTHING = {};

  /** The last variables of paths of things within others. */
  private static final List<String> WITHIN =
      List.of(
          "{version}",
          "{sample}",
          "{number}",
          "{revision}",
          "{delivery}",
          "{load_test}",
          "{recommender_job}");

  private static final List<String> ENDING =
      List.of(
          "createRetirement",
          "cancelPromotion",
          "rejectPromotion",
          "retireServiceAccount",
          "deleteWebhook");

  private final String colleague;
  private final Chance chance;
  private final Known known;
  private final RandomJson json;
  private final Spoil spoil;
  private final List<Operation> operations = Contract.operations();
  private final Map<String, String> etags = new HashMap<>();

  /**
   * Requests.
   *
   * @param colleague the token of somebody else, who may approve what the admin asks for
   */
  RandomRequests(Chance chance, Known known, String colleague) {
    this.colleague = colleague;
    this.chance = chance;
    this.known = known;
    json = new RandomJson(chance, known);
    spoil = new Spoil(chance);
  }

  /** Every operation's id. */
  List<String> ids() {
    return operations.stream().map(Operation::id).toList();
  }

  /** Keeps the tag with which a resource can be changed. */
  void tagged(String target, String etag) {
    etags.put(target, etag);
  }

  Asked next() {
    Operation operation = chance.of(operations);
    // What ends things is asked for less often than what begins them.
    boolean rare = ENDING.contains(operation.id()) && !chance.oneIn(5);
    return of(rare ? chance.of(operations) : operation);
  }

  /** A request of an operation. */
  Asked of(Operation operation) {
    List<Map.Entry<String, String>> headers = new ArrayList<>();
    String path = path(operation);
    headers(operation, path, headers);
    byte[] body = body(operation, path, headers);
    String method =
        chance.oneIn(60)
            ? chance.of("HEAD", "OPTIONS", "PUT", "DELETE", "TRACE", "BREW", "get", "PATCH", "POST")
            : operation.method();
    return new Asked(operation.id(), method, path + query(operation), headers, body);
  }

  private String path(Operation operation) {
    String path = within(operation.path());
    for (JsonNode parameter : operation.parameters()) {
      if (!parameter.path("in").asString("").equals("path")) continue;
      String name = parameter.path("name").asString("");
      String value =
          chance.oneIn(20)
              ? encoded(chance.of(chance.oddText(), chance.word(), "-1", "%ED%A0%80"))
              : known.names(name)
                  ? encoded(known.one(name, chance))
                  : encoded(json.of(parameter.path("schema")).asString("1"));
      path = path.replace("{" + name + "}", value.length() > 2000 ? "long" : value);
    }
    return chance.oneIn(200)
        ? chance.of(path + "/", path + ";a=b", "/" + path, path + "%2e")
        : path;
  }

  /** With what is known of things within others in the place of the variables that lead there. */
  private String within(String path) {
    for (String last : WITHIN) {
      int end = path.indexOf(last);
      if (end < 0 || !known.names("path of " + last) || chance.oneIn(5)) continue;
      String whole = known.one("path of " + last, chance);
      return path.substring(0, path.indexOf('{')) + whole + path.substring(end + last.length());
    }
    return path;
  }

  private String query(Operation operation) {
    StringJoiner query = new StringJoiner("&", "?", "").setEmptyValue("");
    for (JsonNode parameter : operation.parameters()) {
      if (!parameter.path("in").asString("").equals("query")) continue;
      String name = parameter.path("name").asString("");
      String word = name.equals("page_token") ? "page_token of " + operation.id() : name;
      boolean needed = parameter.path("required").asBoolean(false);
      if (chance.oneIn(needed ? 30 : 1) && (needed || !chance.oneIn(3))) continue;
      String value =
          chance.oneIn(12)
              ? chance.of(chance.oddText(), "-1", "0", "201", "99999999999999999999", "TWENTY")
              : known.names(word)
                  ? known.one(word, chance)
                  : json.of(parameter.path("schema")).asString("1");
      query.add(name + "=" + (value.length() > 2000 ? "long" : encoded(value)));
    }
    if (chance.oneIn(40))
      query.add(chance.of("unknown=1", "%", "a=%00", "page_size=1&page_size=2", "=", "%FF=%FE"));
    return query.toString();
  }

  private void headers(Operation operation, String path, List<Map.Entry<String, String>> headers) {
    if (!chance.oneIn(80)) {
      boolean approves = operation.id().startsWith("approve") && !chance.oneIn(4);
      add(headers, "Authorization", "Bearer " + (approves ? colleague : ApiServer.TOKEN));
    } else if (chance.oneIn(2))
      add(headers, "Authorization", chance.of("Basic YTpi", "Bearer", "Bearer ä", "Bearer a b"));
    for (JsonNode parameter : operation.parameters()) {
      if (!parameter.path("in").asString("").equals("header")) continue;
      switch (parameter.path("name").asString("")) {
        case "If-Match" -> {
          if (!chance.oneIn(12)) {
            String good = etags.getOrDefault(path, "\"0\"");
            add(
                headers,
                "If-Match",
                chance.oneIn(8) ? chance.of("*", "W/\"1\"", "1", "\"1\", \"2\"", "ä") : good);
          }
        }
        case "Idempotency-Key" -> {
          if (chance.oneIn(4)) {
            add(
                headers,
                "Idempotency-Key",
                chance.oneIn(3) ? "k" + chance.below(5) : chance.id().toString());
          }
        }
        default -> {
          if (chance.oneIn(2))
            add(
                headers,
                parameter.path("name").asString(""),
                json.of(parameter.path("schema")).asString(""));
        }
      }
    }
    if (chance.oneIn(25)) {
      add(
          headers,
          "Accept",
          chance.of(
              "*/*",
              "application/json",
              "text/html",
              "application/xml",
              "x",
              "application/problem+json",
              "image/png;q=2"));
    }
    if (chance.oneIn(50)) {
      add(
          headers,
          chance.of(
              "X-Request-Id",
              "Accept-Language",
              "Expect",
              "Range",
              "X-Forwarded-For",
              "X-HTTP-Method-Override",
              "Cookie",
              "Origin"),
          chance.of("1", "x".repeat(4000), "100-continue", "bytes=0-1", "DELETE", "ä", "${7*7}"));
    }
  }

  private byte[] body(Operation operation, String path, List<Map.Entry<String, String>> headers) {
    JsonNode content = operation.described().path("requestBody").path("content");
    if (content.isMissingNode()) return chance.oneIn(50) ? Spoil.utf8("{}") : NOTHING;
    Map.Entry<String, JsonNode> one = chance.of(content.propertyStream().toList());
    if (!chance.oneIn(40)) add(headers, "Content-Type", one.getKey());
    else if (chance.oneIn(2)) {
      add(
          headers,
          "Content-Type",
          chance.of(
              "text/plain",
              "application/xml",
              "application/json;charset=utf-16",
              "x",
              "application/x-www-form-urlencoded",
              "multipart/form-data"));
    }
    JsonNode body =
        operation.id().equals("createPromotion") && !chance.oneIn(3)
            ? likely()
            : chance.oneIn(2) && one.getValue().has("example")
                ? named(one.getValue().get("example").deepCopy())
                : json.of(one.getValue().path("schema"));
    if (body instanceof ObjectNode object && object.has("expected_state")) {
      String state = known.state(path);
      if (!state.isEmpty() && !chance.oneIn(6)) object.put("expected_state", state);
    }
    if (chance.oneIn(6)) body = spoil.node(body);
    String text = body.toString();
    if (chance.oneIn(60)) {
      add(headers, "Content-Encoding", chance.of("gzip", "br", "identity", "x"));
      return chance.oneIn(2) ? Spoil.gzip(text) : Spoil.utf8(text);
    }
    if (chance.oneIn(50)) return NOTHING;
    return chance.oneIn(20) ? spoil.bytes(text) : Spoil.utf8(text);
  }

  /** A promotion of which nothing speaks against. */
  private JsonNode likely() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("model", "fraud-detector")
        .put("version", chance.of("v1", "v2", "v3"))
        .put("to", chance.of("prod", "gated"))
        .put("reason", chance.word());
  }

  /** Puts what there is in the place of what an example names. */
  private JsonNode named(JsonNode node) {
    if (node instanceof ObjectNode object) {
      for (String member : object.propertyStream().map(Map.Entry::getKey).toList()) {
        JsonNode value = object.get(member);
        if (value.isString() && known.names(member) && !chance.oneIn(10)) {
          object.put(member, known.one(member, chance));
        } else if (value.isString() && member.equals("name")) {
          object.put(member, chance.word());
        } else {
          object.set(member, named(value));
        }
      }
    } else if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) array.set(i, named(array.get(i)));
    }
    return node;
  }

  private static void add(List<Map.Entry<String, String>> headers, String name, String value) {
    headers.add(Map.entry(name, value));
  }

  private static String encoded(String text) {
    return text.startsWith("%ED")
        ? text
        : URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
