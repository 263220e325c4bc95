package dev.slipway.simulator.sns;

import dev.slipway.base.Ids;
import dev.slipway.simulator.state.Journal;
import dev.slipway.simulator.wire.Codec;
import dev.slipway.simulator.wire.ServiceException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.sns.model.Subscription;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The topics of all accounts and regions, and the last thousand messages. */
public final class Topics {

  private static final String KIND = "sns.topic";
  private static final String MESSAGE = "sns.message";
  private static final int KEPT = 1000;

  /**
   * A message that was published.
   *
   * @param subject empty when it had none
   * @param at AWS time
   */
  public record Message(String id, String topicArn, String subject, String message, Instant at) {}

  record Stored(
      Map<String, String> attributes, Map<String, String> tags, List<Subscription> subscriptions) {}

  private final Journal journal;
  private final InstantSource clock;
  private final Map<String, Stored> topics = new TreeMap<>();
  private final Deque<Message> messages = new ArrayDeque<>();

  public Topics(Journal journal, InstantSource clock) {
    this.journal = journal;
    this.clock = clock;
    journal.all(KIND).forEach((arn, document) -> topics.put(arn, read(document)));
    journal
        .all(MESSAGE)
        .forEach((id, document) ->
            messages.add(
                new Message(
                    id,
                    document.path("topicArn").asString(""),
                    document.path("subject").asString(""),
                    document.path("message").asString(""),
                    Instant.parse(document.path("at").asString("")))));
  }

  /**
   * Delivers a message from inside the simulator, as alarms do. A topic that does not exist gets
   * none, and nobody is told, as on AWS.
   */
  public synchronized void deliver(String topicArn, String subject, String message) {
    if (topics.containsKey(topicArn)) {
      keep(topicArn, subject, message);
    }
  }

  /** The last messages of all topics, oldest first. */
  public synchronized List<Message> messages() {
    return new ArrayList<>(messages);
  }

  synchronized String keep(String topicArn, String subject, String text) {
    Message message = new Message(Ids.next().toString(), topicArn, subject, text, clock.instant());
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document
        .put("topicArn", topicArn)
        .put("subject", subject)
        .put("message", text)
        .put("at", message.at().toString());
    journal.put(MESSAGE, message.id(), document);
    messages.addLast(message);
    if (messages.size() > KEPT) {
      journal.remove(MESSAGE, messages.removeFirst().id());
    }
    return message.id();
  }

  synchronized void create(String arn, Map<String, String> attributes, Map<String, String> tags) {
    if (!topics.containsKey(arn)) {
      put(arn, new Stored(attributes, tags, List.of()));
    }
  }

  synchronized Stored get(String arn) {
    Stored topic = topics.get(arn);
    if (topic == null) {
      throw new ServiceException(404, "NotFound", "Topic does not exist");
    }
    return topic;
  }

  synchronized List<String> all() {
    return new ArrayList<>(topics.keySet());
  }

  synchronized void change(String arn, UnaryOperator<Stored> change) {
    put(arn, change.apply(get(arn)));
  }

  synchronized void remove(String arn) {
    topics.remove(arn);
    journal.remove(KIND, arn);
  }

  synchronized Subscription subscribe(
      String arn, String protocol, String endpoint, String account) {
    for (Subscription known : get(arn).subscriptions()) {
      if (known.protocol().equals(protocol) && known.endpoint().equals(endpoint)) {
        return known;
      }
    }
    Subscription subscription =
        Subscription.builder()
            .subscriptionArn(arn + ":" + Ids.next())
            .owner(account)
            .protocol(protocol)
            .endpoint(endpoint)
            .topicArn(arn)
            .build();
    change(
        arn,
        topic -> {
          List<Subscription> all = new ArrayList<>(topic.subscriptions());
          all.add(subscription);
          return new Stored(topic.attributes(), topic.tags(), all);
        });
    return subscription;
  }

  synchronized void unsubscribe(String subscriptionArn) {
    String arn = subscriptionArn.substring(0, Math.max(0, subscriptionArn.lastIndexOf(':')));
    if (topics.containsKey(arn)) {
      change(
          arn,
          topic ->
              new Stored(
                  topic.attributes(),
                  topic.tags(),
                  topic.subscriptions().stream()
                      .filter(known -> !known.subscriptionArn().equals(subscriptionArn))
                      .toList()));
    }
  }

  private void put(String arn, Stored topic) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.set("attributes", texts(topic.attributes()));
    document.set("tags", texts(topic.tags()));
    ArrayNode subscriptions = document.putArray("subscriptions");
    topic.subscriptions().forEach(each -> subscriptions.add(Codec.toJson(each)));
    journal.put(KIND, arn, document);
    topics.put(arn, topic);
  }

  private static Stored read(JsonNode document) {
    List<Subscription> subscriptions = new ArrayList<>();
    for (JsonNode each : document.path("subscriptions").values()) {
      Subscription subscription = Codec.fromJson(each, Subscription::builder);
      subscriptions.add(subscription);
    }
    return new Stored(
        texts(document.path("attributes")), texts(document.path("tags")), subscriptions);
  }

  private static ObjectNode texts(Map<String, String> map) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    new TreeMap<>(map).forEach(node::put);
    return node;
  }

  private static Map<String, String> texts(JsonNode node) {
    Map<String, String> map = new LinkedHashMap<>();
    node.properties().forEach(entry -> map.put(entry.getKey(), entry.getValue().asString()));
    return map;
  }
}
