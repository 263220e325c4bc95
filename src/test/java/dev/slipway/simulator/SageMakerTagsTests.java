package dev.slipway.simulator;

import static dev.slipway.simulator.Refusals.invalid;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sagemaker.model.AddTagsRequest;
import software.amazon.awssdk.services.sagemaker.model.CreateEndpointConfigRequest;
import software.amazon.awssdk.services.sagemaker.model.CreateEndpointRequest;
import software.amazon.awssdk.services.sagemaker.model.CreateModelRequest;
import software.amazon.awssdk.services.sagemaker.model.DeleteTagsRequest;
import software.amazon.awssdk.services.sagemaker.model.DescribeEndpointConfigRequest;
import software.amazon.awssdk.services.sagemaker.model.DescribeModelRequest;
import software.amazon.awssdk.services.sagemaker.model.ListTagsRequest;
import software.amazon.awssdk.services.sagemaker.model.Tag;

/** Tags, given with what they are put on or later. */
class SageMakerTagsTests {

  private final TestWorld world = new TestWorld();

  @Test
  void tagsAreKeptByArn() {
    world.version("v1", 2, "{}");
    String arn = TestWorld.ARN + "model/v1";
    var _ =
        world
            .aws
            .tags()
            .addTags(
                AddTagsRequest.builder()
                    .resourceArn(arn)
                    .tags(tag("a", "1"), tag("b", "2"))
                    .build(),
                TestWorld.CALLER);
    var _ =
        world
            .aws
            .tags()
            .deleteTags(
                DeleteTagsRequest.builder().resourceArn(arn).tagKeys("a").build(),
                TestWorld.CALLER);
    world.restart();

    assertThat(
            world
                .aws
                .tags()
                .listTags(ListTagsRequest.builder().resourceArn(arn).build(), TestWorld.CALLER)
                .tags())
        .containsExactly(tag("b", "2"));
  }

  @Test
  void whatIsRefusedForATagKeyGivenTwiceIsNotMade() {
    world.version("v1", 2, "{}");
    Tag[] twice = {tag("team", "risk"), tag("team", "fraud")};
    String text = "The tag key team is given twice.";

    invalid(
        () ->
            world
                .aws
                .models()
                .createModel(
                    CreateModelRequest.builder()
                        .modelName("m")
                        .primaryContainer(container -> container.image("image:1"))
                        .tags(twice)
                        .build(),
                    TestWorld.CALLER),
        text);
    invalid(
        () ->
            world
                .aws
                .configs()
                .createEndpointConfig(
                    CreateEndpointConfigRequest.builder()
                        .endpointConfigName("c")
                        .productionVariants(variant ->
                            variant
                                .variantName("a")
                                .modelName("v1")
                                .instanceType("ml.m5.large")
                                .initialInstanceCount(1))
                        .tags(twice)
                        .build(),
                    TestWorld.CALLER),
        text);
    invalid(
        () ->
            world
                .aws
                .endpoints()
                .createEndpoint(
                    CreateEndpointRequest.builder()
                        .endpointName(TestWorld.ENDPOINT)
                        .endpointConfigName("v1")
                        .tags(twice)
                        .build(),
                    TestWorld.CALLER),
        text);

    invalid(
        () ->
            world
                .aws
                .models()
                .describeModel(
                    DescribeModelRequest.builder().modelName("m").build(), TestWorld.CALLER),
        "Could not find model");
    invalid(
        () ->
            world
                .aws
                .configs()
                .describeEndpointConfig(
                    DescribeEndpointConfigRequest.builder().endpointConfigName("c").build(),
                    TestWorld.CALLER),
        "Could not find endpoint configuration");
    invalid(world::describe, "Could not find endpoint");
  }

  private static Tag tag(String key, String value) {
    return Tag.builder().key(key).value(value).build();
  }
}
