package dev.slipway.simulator.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Consumer;

/** Topics and what is published to them. */
final class SnsOperations {

  private static final String NONE = "arn:aws:sns:us-east-1:123456789012:none";
  private static final String GONE = "NotFound";

  private SnsOperations() {}

  static List<OperationCase> all() {
    return List.of(
        of(
            "CreateTopic",
            aws -> assertThat(topic(aws, "create")).endsWith(":create"),
            aws -> topic(aws, "no spaces"),
            "InvalidParameter",
            "Invalid parameter: Topic Name"),
        of(
            "DeleteTopic",
            aws -> aws.sns().deleteTopic(r -> r.topicArn(topic(aws, "delete"))),
            aws -> aws.sns().deleteTopic(r -> r.topicArn("nonsense")),
            "InvalidParameter",
            "Invalid parameter: TopicArn"),
        of(
            "ListTopics",
            aws -> {
              topic(aws, "listed");
              assertThat(aws.sns().listTopics().topics()).isNotEmpty();
            },
            aws -> aws.sns().listTopics(r -> r.nextToken("nonsense")),
            "InvalidParameter",
            "Invalid parameter: NextToken"),
        of(
            "GetTopicAttributes",
            aws ->
                assertThat(
                        aws.sns()
                            .getTopicAttributes(r -> r.topicArn(topic(aws, "attributes")))
                            .attributes())
                    .containsKey("Owner"),
            aws -> aws.sns().getTopicAttributes(r -> r.topicArn(NONE)),
            GONE,
            "Topic does not exist"),
        of(
            "SetTopicAttributes",
            aws ->
                aws.sns()
                    .setTopicAttributes(r ->
                        r.topicArn(topic(aws, "set"))
                            .attributeName("DisplayName")
                            .attributeValue("On call")),
            aws ->
                aws.sns()
                    .setTopicAttributes(r ->
                        r.topicArn(NONE).attributeName("DisplayName").attributeValue("On call")),
            GONE,
            "Topic does not exist"),
        of(
            "Subscribe",
            aws -> assertThat(subscribe(aws, topic(aws, "subscribe"))).contains(":subscribe:"),
            aws -> subscribe(aws, NONE),
            GONE,
            "Topic does not exist"),
        of(
            "Unsubscribe",
            aws ->
                aws.sns()
                    .unsubscribe(r -> r.subscriptionArn(subscribe(aws, topic(aws, "unsubscribe")))),
            aws -> aws.sns().unsubscribe(r -> r.subscriptionArn("nonsense")),
            "InvalidParameter",
            "Invalid parameter: SubscriptionArn"),
        of(
            "ListSubscriptionsByTopic",
            aws -> {
              String arn = topic(aws, "subscriptions");
              subscribe(aws, arn);
              assertThat(aws.sns().listSubscriptionsByTopic(r -> r.topicArn(arn)).subscriptions())
                  .hasSize(1);
            },
            aws -> aws.sns().listSubscriptionsByTopic(r -> r.topicArn(NONE)),
            GONE,
            "Topic does not exist"),
        of(
            "Publish",
            aws ->
                assertThat(
                        aws.sns()
                            .publish(r -> r.topicArn(topic(aws, "publish")).message("hello"))
                            .messageId())
                    .isNotBlank(),
            aws -> aws.sns().publish(r -> r.topicArn(NONE).message("hello")),
            GONE,
            "Topic does not exist"),
        of(
            "ListTagsForResource",
            aws ->
                assertThat(
                        aws.sns()
                            .listTagsForResource(r -> r.resourceArn(topic(aws, "tags")))
                            .tags())
                    .isEmpty(),
            aws -> aws.sns().listTagsForResource(r -> r.resourceArn(NONE)),
            "ResourceNotFound",
            "Resource does not exist"));
  }

  private static String topic(Clients aws, String name) {
    return aws.sns().createTopic(r -> r.name(name)).topicArn();
  }

  private static String subscribe(Clients aws, String topic) {
    return aws.sns()
        .subscribe(r -> r.topicArn(topic).protocol("email").endpoint("a@b.example"))
        .subscriptionArn();
  }

  private static OperationCase of(
      String operation,
      Consumer<Clients> success,
      Consumer<Clients> error,
      String code,
      String text) {
    return new OperationCase("SNS " + operation, success, error, code, text);
  }
}
