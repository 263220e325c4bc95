package dev.slipway.simulator.sns;

import dev.slipway.simulator.account.Scope;
import dev.slipway.simulator.wire.Caller;
import dev.slipway.simulator.wire.Order;
import dev.slipway.simulator.wire.Page;
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

  private static final int PAGE = 100;
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
    topics.remove(own(request.topicArn(), "TopicArn", "DeleteTopic", caller));
    return DeleteTopicResponse.builder().build();
  }

  public ListTopicsResponse listTopics(ListTopicsRequest request, Caller caller) {
    String prefix = Scope.of(caller).arn("sns", "");
    Page<String> page =
        Page.of(
            topics.all().stream().filter(arn -> arn.startsWith(prefix)),
            Order.by(List::of),
            request.nextToken(),
            PAGE,
            () -> invalid("NextToken"));
    return ListTopicsResponse.builder()
        .topics(page.items().stream().map(arn -> Topic.builder().topicArn(arn).build()).toList())
        .nextToken(page.next())
        .build();
  }

  public GetTopicAttributesResponse getTopicAttributes(
      GetTopicAttributesRequest request, Caller caller) {
    String arn = own(request.topicArn(), "TopicArn", "GetTopicAttributes", caller);
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
        own(request.topicArn(), "TopicArn", "SetTopicAttributes", caller),
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
        topics.subscribe(
            own(request.topicArn(), "TopicArn", "Subscribe", caller),
            request.protocol(),
            endpoint,
            caller.accountId());
    return SubscribeResponse.builder().subscriptionArn(subscription.subscriptionArn()).build();
  }

  public UnsubscribeResponse unsubscribe(UnsubscribeRequest request, Caller caller) {
    topics.unsubscribe(own(request.subscriptionArn(), "SubscriptionArn", "Unsubscribe", caller));
    return UnsubscribeResponse.builder().build();
  }

  public ListSubscriptionsByTopicResponse listSubscriptionsByTopic(
      ListSubscriptionsByTopicRequest request, Caller caller) {
    return ListSubscriptionsByTopicResponse.builder()
        .subscriptions(
            topics
                .get(own(request.topicArn(), "TopicArn", "ListSubscriptionsByTopic", caller))
                .subscriptions())
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
    topics.get(own(arn, "TopicArn", "Publish", caller));
    return PublishResponse.builder().messageId(topics.keep(arn, subject, message)).build();
  }

  public ListTagsForResourceResponse listTagsForResource(
      ListTagsForResourceRequest request, Caller caller) {
    List<Tag> tags = new ArrayList<>();
    String arn = own(request.resourceArn(), "ResourceArn", "ListTagsForResource", caller);
    if (!topics.all().contains(arn)) {
      throw new ServiceException(404, "ResourceNotFound", "Resource does not exist");
    }
    topics
        .get(arn)
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

  /** No topic's policy lets another account in. */
  private static String own(String arn, String member, String action, Caller caller) {
    String[] parts = arn.split(":", -1);
    if (parts.length < 6) {
      throw invalid(member + " Reason: An ARN must have at least 6 elements, not " + parts.length);
    }
    if (!parts[4].equals(caller.accountId())) {
      throw new ServiceException(
          403,
          "AuthorizationError",
          "User is not authorized to perform: SNS:"
              + action
              + " on resource: "
              + arn
              + " because no resource-based policy allows the SNS:"
              + action
              + " action");
    }
    return arn;
  }

  private static ServiceException invalid(String what) {
    return new ServiceException(400, "InvalidParameter", "Invalid parameter: " + what);
  }
}
