package dev.slipway.simulator.sns;

import static dev.slipway.simulator.SimulatorClients.client;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.simulator.Simulator;
import dev.slipway.simulator.SimulatorOptions;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.InvalidParameterException;
import software.amazon.awssdk.services.sns.model.NotFoundException;
import software.amazon.awssdk.services.sns.model.Topic;

class SnsTests {

  private static final String NOWHERE = "arn:aws:sns:us-east-1:123456789012:nowhere";

  @AutoClose
  private final Simulator simulator = Simulator.start(SimulatorOptions.builder().build());

  private final SnsClient sns = client(SnsClient.builder(), simulator.uri());

  @Test
  void aPublishedMessageIsKept() {
    String arn = sns.createTopic(r -> r.name("paging")).topicArn();

    String id =
        sns.publish(r -> r.topicArn(arn).subject("ALARM").message("5xx > 5 – löst aus\n"))
            .messageId();

    assertThat(simulator.topics().messages())
        .singleElement()
        .satisfies(message -> {
          assertThat(message.id()).isEqualTo(id);
          assertThat(message.topicArn()).isEqualTo(arn);
          assertThat(message.subject()).isEqualTo("ALARM");
          assertThat(message.message()).isEqualTo("5xx > 5 – löst aus\n");
        });
  }

  @Test
  void whatAlarmsDeliverReachesOnlyTopicsThatExist() {
    String arn = sns.createTopic(r -> r.name("paging")).topicArn();

    simulator.topics().deliver(arn, "ALARM: errors", "{}");
    simulator.topics().deliver(NOWHERE, "ALARM: errors", "{}");

    assertThat(simulator.topics().messages()).hasSize(1);
  }

  @Test
  void makingATopicAgainAnswersTheSameArn() {
    String arn =
        sns.createTopic(r -> r.name("paging").tags(t -> t.key("team").value("ml"))).topicArn();

    assertThat(sns.createTopic(r -> r.name("paging")).topicArn()).isEqualTo(arn);
    assertThat(sns.listTopics().topics()).extracting(Topic::topicArn).containsExactly(arn);
    assertThat(sns.listTagsForResource(r -> r.resourceArn(arn)).tags())
        .singleElement()
        .satisfies(tag -> assertThat(tag.value()).isEqualTo("ml"));
  }

  @Test
  void attributesAreAMapAndSubscriptionsAreCounted() {
    String arn = sns.createTopic(r -> r.name("paging")).topicArn();
    String subscription =
        sns.subscribe(r -> r.topicArn(arn).protocol("email").endpoint("a@example.com"))
            .subscriptionArn();

    assertThat(sns.getTopicAttributes(r -> r.topicArn(arn)).attributes())
        .containsEntry("TopicArn", arn)
        .containsEntry("Owner", "123456789012")
        .containsEntry("SubscriptionsConfirmed", "1");
    sns.unsubscribe(r -> r.subscriptionArn(subscription));
    assertThat(sns.listSubscriptionsByTopic(r -> r.topicArn(arn)).subscriptions()).isEmpty();
  }

  @Test
  void anUnknownTopicIsNotFound() {
    assertThatThrownBy(() -> sns.publish(r -> r.topicArn(NOWHERE).message("m")))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("Topic does not exist");
    assertThatThrownBy(() -> sns.getTopicAttributes(r -> r.topicArn(NOWHERE)))
        .isInstanceOf(NotFoundException.class);
  }

  @Test
  void namesSubjectsAndMessagesHaveLimits() {
    String arn = sns.createTopic(r -> r.name("paging")).topicArn();

    assertThatThrownBy(() -> sns.createTopic(r -> r.name("no spaces")))
        .isInstanceOf(InvalidParameterException.class);
    assertThatThrownBy(
            () -> sns.publish(r -> r.topicArn(arn).subject("s".repeat(100)).message("m")))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining("Invalid parameter: Subject");
    assertThatThrownBy(() -> sns.publish(r -> r.topicArn(arn).message("m".repeat(262_145))))
        .hasMessageContaining("Message too long");
  }
}
