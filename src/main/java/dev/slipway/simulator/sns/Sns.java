package dev.slipway.simulator.sns;

import dev.slipway.simulator.account.Scope;
import dev.slipway.simulator.wire.Caller;
import dev.slipway.simulator.wire.ServiceException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sns.model.*;

/** The SNS operations on topics. Nothing is sent to subscribers; messages are kept to be read. */
public final class Sns {

  private static final int LONGEST_MESSAGE = 262_144;

  private final Topics topics;

  public Sns(Topics topics) {
    this.topics = topics;
  }

  /** Making a topic that is there answers its ARN. */
  public CreateTopicResponse createTopic(CreateTopicRequest request, Caller caller) {
    String name = request.name();
    if (!name.matches("[A-Za-z0-9_-]{1,256}|[A-Za-z0-9_-]{1,251}\\.fifo")) {
      throw invalid("Topic Name");
    }
    String arn = Scope.of(caller).arn("sns", name);
    topics.create(arn, request.hasAttributes() ? request.attributes() : Map.of(), tags(request));
    return CreateTopicResponse.builder().topicArn(arn).build();
  }

  public DeleteTopicResponse deleteTopic(DeleteTopicRequest request, Caller caller) {
    topics.remove(request.topicArn());
    return DeleteTopicResponse.builder().build();
  }

  public ListTopicsResponse listTopics(ListTopicsRequest request, Caller caller) {
    String prefix = Scope.of(caller).arn("sns", "");
    return ListTopicsResponse.builder()
        .topics(
            topics.all().stream()
                .filter(arn -> arn.startsWith(prefix))
                .map(arn -> Topic.builder().topicArn(arn).build())
                .toList())
        .build();
  }

  public GetTopicAttributesResponse getTopicAttributes(
      GetTopicAttributesRequest request, Caller caller) {
    String arn = request.topicArn();
    Topics.Stored topic = topics.get(arn);
    Map<String, String> attributes = new HashMap<>();
    attributes.put("TopicArn", arn);
    attributes.put("Owner", arn.split(":", -1)[4]);
    attributes.put("DisplayName", "");
    attributes.put("SubscriptionsConfirmed", String.valueOf(topic.subscriptions().size()));
    attributes.put("SubscriptionsPending", "0");
    attributes.put("SubscriptionsDeleted", "0");
    attributes.putAll(topic.attributes());
    return GetTopicAttributesResponse.builder().attributes(attributes).build();
  }

  public SetTopicAttributesResponse setTopicAttributes(
      SetTopicAttributesRequest request, Caller caller) {
    topics.change(
        request.topicArn(),
        topic -> {
          Map<String, String> attributes = new HashMap<>(topic.attributes());
          attributes.put(
              request.attributeName(),
              request.attributeValue() == null ? "" : request.attributeValue());
          return new Topics.Stored(attributes, topic.tags(), topic.subscriptions());
        });
    return SetTopicAttributesResponse.builder().build();
  }

  /** Subscriptions are kept and confirmed at once; nothing is ever sent to them. */
  public SubscribeResponse subscribe(SubscribeRequest request, Caller caller) {
    String endpoint = request.endpoint() == null ? "" : request.endpoint();
    Subscription subscription =
        topics.subscribe(request.topicArn(), request.protocol(), endpoint, caller.accountId());
    return SubscribeResponse.builder().subscriptionArn(subscription.subscriptionArn()).build();
  }

  public UnsubscribeResponse unsubscribe(UnsubscribeRequest request, Caller caller) {
    topics.unsubscribe(request.subscriptionArn());
    return UnsubscribeResponse.builder().build();
  }

  public ListSubscriptionsByTopicResponse listSubscriptionsByTopic(
      ListSubscriptionsByTopicRequest request, Caller caller) {
    return ListSubscriptionsByTopicResponse.builder()
        .subscriptions(topics.get(request.topicArn()).subscriptions())
        .build();
  }

  public PublishResponse publish(PublishRequest request, Caller caller) {
    String arn = request.topicArn() == null ? request.targetArn() : request.topicArn();
    String message = request.message();
    if (arn == null) {
      throw invalid("TopicArn or TargetArn Reason: no value for required parameter");
    }
    if (message.isEmpty()) {
      throw invalid("Empty message");
    }
    if (message.getBytes(StandardCharsets.UTF_8).length > LONGEST_MESSAGE) {
      throw invalid("Message too long");
    }
    String subject = subject(request.subject());
    topics.get(arn);
    return PublishResponse.builder().messageId(topics.keep(arn, subject, message)).build();
  }

  public ListTagsForResourceResponse listTagsForResource(
      ListTagsForResourceRequest request, Caller caller) {
    List<Tag> tags = new ArrayList<>();
    topics
        .get(request.resourceArn())
        .tags()
        .forEach((key, value) -> tags.add(Tag.builder().key(key).value(value).build()));
    return ListTagsForResourceResponse.builder().tags(tags).build();
  }

  private static String subject(@Nullable String subject) {
    if (subject == null) {
      return "";
    }
    if (subject.isEmpty() || subject.length() >= 100 || subject.indexOf('\n') >= 0) {
      throw invalid("Subject");
    }
    return subject;
  }

  private static Map<String, String> tags(CreateTopicRequest request) {
    Map<String, String> tags = new HashMap<>();
    request.tags().forEach(tag -> tags.put(tag.key(), tag.value()));
    return tags;
  }

  private static ServiceException invalid(String what) {
    return new ServiceException(400, "InvalidParameter", "Invalid parameter: " + what);
  }
}
