package dev.slipway.contract;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** What there is, by the word for it in the contract: with it requests have a chance to succeed. */
final class Known {

  private static final int MOST = 40;

  /** Whoever approves what the admin asks for is needed until the end. */
  private static final String COLLEAGUE = "colleague";

  /** The words that mean the same. */
  private static final Map<String, String> SAME =
      Map.of(
          "to",
          "environment",
          "targets",
          "environment",
          "from",
          "environment",
          "subject",
          "endpoint",
          "predecessor",
          "environment");

  private final Map<String, List<String>> all = new HashMap<>();
  private final Map<String, String> states = new HashMap<>();

  /** Whether something of that sort is known. */
  boolean names(String word) {
    return all.containsKey(SAME.getOrDefault(word, word));
  }

  String one(String word, Chance chance) {
    return chance.of(all.getOrDefault(SAME.getOrDefault(word, word), List.of("none")));
  }

  void add(String word, String value) {
    if (value.isEmpty() || value.equals(COLLEAGUE)) return;
    List<String> some = all.computeIfAbsent(word, key -> new ArrayList<>());
    if (some.contains(value)) return;
    // Those from the beginning stay; of the others the newest.
    if (some.size() > MOST) some.remove(MOST / 2);
    some.add(value);
  }

  /** The state of what an id in the target names, when it was last shown; empty for none. */
  String state(String target) {
    return states.entrySet().stream()
        .filter(it -> target.contains(it.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse("");
  }

  /** Learns from an answer of one thing or of a page. */
  void learn(String operation, String target, JsonNode answer) {
    JsonNode items = answer.path("items").isArray() ? answer.path("items") : answer;
    if (operation.equals("listWebhookDeliveries")) {
      String webhook = target.split("[/?]", -1)[3];
      items.forEach(it -> path("{delivery}", webhook + "/deliveries/" + text(it, "id")));
    }
    if (items.isArray()) items.forEach(item -> one(operation, item));
    else one(operation, answer);
    add("page_token of " + operation, answer.path("next_page_token").asString(""));
  }

  /** What is known of things within others, as a path. */
  private void path(String operation, String path) {
    add("path of " + operation, path);
  }

  private void one(String operation, JsonNode item) {
    String state = text(item, "state") + text(item, "outcome");
    if (!state.isEmpty()) states.put(text(item, "id"), state);
    within(item);
    switch (operation) {
      case "createModel", "listModels" -> add("model", text(item, "name"));
      case "createModelVersion", "listModelVersions" -> add("version", text(item, "name"));
      case "createEnvironment", "listEnvironments" -> add("environment", text(item, "name"));
      case "createEndpoint", "listEndpoints" -> add("endpoint", text(item, "name"));
      case "listDeployments", "createRollback", "createRetirement" ->
          add("deployment", text(item, "id"));
      case "listPromotions", "createPromotion" -> add("promotion", text(item, "id"));
      case "createServiceAccount", "listServiceAccounts" -> add("account", text(item, "name"));
      case "createWebhook", "listWebhooks" -> add("webhook", text(item, "name"));
      case "listReleases" -> add("number", String.valueOf(item.path("number").asInt()));
      case "listSamples" -> add("sample", text(item, "name"));
      case "listAuditEvents" -> add("type", text(item, "type"));
      default -> add("plan_hash", text(item, "hash"));
    }
  }

  /** Which version is of which model, and so on. */
  private void within(JsonNode item) {
    String model = text(item, "model");
    String endpoint = text(item, "endpoint");
    String environment = text(item, "environment");
    String name = text(item, "name");
    if (!model.isEmpty() && item.has("artifact")) path("{version}", model + "/versions/" + name);
    if (!model.isEmpty() && item.has("content_type")) path("{sample}", model + "/samples/" + name);
    if (!endpoint.isEmpty() && item.has("number")) {
      path("{number}", endpoint + "/releases/" + item.path("number").asInt());
    }
    if (!endpoint.isEmpty() && item.has("job_name")) {
      path("{recommender_job}", endpoint + "/recommender-jobs/" + text(item, "id"));
    } else if (!endpoint.isEmpty() && item.has("settings") && item.has("id")) {
      path("{load_test}", endpoint + "/load-tests/" + text(item, "id"));
    }
    if (!environment.isEmpty() && item.has("revision") && item.has("profile")) {
      path("{revision}", environment + "/revisions/" + item.path("revision").asInt());
    }
    if (item.has("access_key_id")) add("access_key", text(item, "access_key_id"));
    if (!text(item, "prefix").isEmpty()) add("token", text(item, "id"));
  }

  private static String text(JsonNode item, String member) {
    return item.path(member).asString("");
  }
}
