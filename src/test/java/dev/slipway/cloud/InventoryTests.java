package dev.slipway.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.cloud.Inventory.Footprint;
import dev.slipway.cloud.Inventory.Kind;
import dev.slipway.cloud.Inventory.Part;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What AWS wrote is kept, also where the SDK drops it. */
class InventoryTests {

  private final CannedAws aws = new CannedAws();
  private final AnyAws door = new AnyAws(aws.uri());

  @AfterEach
  void stop() {
    door.close();
    aws.close();
  }

  @Test
  void membersThatTheSdkDropsAreNamedWhereverTheyStand() {
    aws.then(
            200,
            """
            {"EndpointName": "churn", "EndpointArn": "arn:e", "EndpointConfigName": "churn-1",
             "EndpointStatus": "InService", "CreationTime": 1, "LastModifiedTime": 2, "Tier": "x",
             "ProductionVariants": [{"VariantName": "AllTraffic", "Pool": {"Spot": true}}],
             "LastDeploymentConfig": {"AutoRollbackConfiguration":
               {"Alarms": [{"AlarmName": "by-name"}]}}}
            """)
        .then(
            200,
            """
            {"EndpointConfigName": "churn-1", "EndpointConfigArn": "arn:c", "CreationTime": 1,
             "ProductionVariants": [{"VariantName": "AllTraffic", "ModelName": "churn-m",
               "InstanceType": "ml.m5.large", "InitialInstanceCount": 1, "FutureThing": 7}]}
            """)
        .then(
            200,
            """
            {"ModelName": "churn-m", "ModelArn": "arn:m", "CreationTime": 1,
             "PrimaryContainer": {"Image": "i", "Environment": {"ANY_KEY": "v"}, "Gpu": {}}}
            """)
        .then(
            200,
            """
            {"ScalableTargets": [{"ServiceNamespace": "sagemaker", "MinCapacity": 1, "MaxCapacity": 3,
              "ResourceId": "endpoint/churn/variant/AllTraffic", "ScalableTargetARN": "arn:t",
              "Warm": 2}]}
            """)
        .then(200, "{\"ScalingPolicies\": [{\"PolicyName\": \"p\", \"Mood\": \"calm\"}]}")
        .then(200, "{\"ScheduledActions\": []}")
        .then(
            200,
            """
            <DescribeAlarmsResponse xmlns="http://monitoring.amazonaws.com/doc/2010-08-01/">
             <DescribeAlarmsResult><MetricAlarms>
              <member><AlarmName>by-dimension</AlarmName><AlarmArn>arn:a</AlarmArn>
               <MetricName>m</MetricName><ComparisonOperator>GreaterThanThreshold</ComparisonOperator>
               <Dimensions><member><Name>EndpointName</Name><Value>churn</Value></member></Dimensions>
               <Novelty>1</Novelty></member>
              <member><AlarmName>by-name</AlarmName><AlarmArn>arn:b</AlarmArn>
               <ComparisonOperator>GreaterThanThreshold</ComparisonOperator></member>
              <member><AlarmName>of-others</AlarmName><AlarmArn>arn:o</AlarmArn>
               <ComparisonOperator>GreaterThanThreshold</ComparisonOperator>
               <Dimensions><member><Name>EndpointName</Name><Value>churn-2</Value></member></Dimensions>
              </member>
             </MetricAlarms></DescribeAlarmsResult></DescribeAlarmsResponse>
            """)
        .then(200, "{\"Tags\": [{\"Key\": \"Team\", \"Value\": \"risk\"}]}")
        .then(200, "{\"Tags\": []}")
        .then(200, "{\"Tags\": []}")
        .then(200, "{\"Tags\": {\"aws:x\": \"y\"}}")
        .then(200, tagsXml())
        .then(200, tagsXml());

    Footprint found = door.cloud().inventory().footprint("churn").orElseThrow();

    assertThat(part(found, Kind.ENDPOINT).unknown())
        .containsExactlyInAnyOrder("Tier", "ProductionVariants[0].Pool");
    assertThat(part(found, Kind.ENDPOINT).tags()).containsEntry("Team", "risk");
    assertThat(part(found, Kind.ENDPOINT_CONFIG).unknown())
        .containsExactly("ProductionVariants[0].FutureThing");
    assertThat(part(found, Kind.MODEL).unknown()).containsExactly("PrimaryContainer.Gpu");
    assertThat(part(found, Kind.SCALABLE_TARGET).unknown()).containsExactly("Warm");
    assertThat(part(found, Kind.SCALABLE_TARGET).tags()).containsEntry("aws:x", "y");
    assertThat(part(found, Kind.SCALING_POLICY).unknown()).containsExactly("Mood");
    assertThat(found.parts(Kind.ALARM))
        .extracting(Part::name)
        .containsExactly("by-dimension", "by-name");
    assertThat(part(found, Kind.ALARM).unknown()).containsExactly("Novelty");
  }

  @Test
  void aVariantForInferenceComponentsNamesNoModelToBeLookedAt() {
    aws.then(
            200,
            """
            {"EndpointName": "churn", "EndpointArn": "arn:e", "EndpointConfigName": "churn-1",
             "EndpointStatus": "InService", "CreationTime": 1, "LastModifiedTime": 2}
            """)
        .then(
            200,
            """
            {"EndpointConfigName": "churn-1", "EndpointConfigArn": "arn:c", "CreationTime": 1,
             "ExecutionRoleArn": "arn:r",
             "ProductionVariants": [{"VariantName": "AllTraffic", "InstanceType": "ml.m5.large",
               "InitialInstanceCount": 1}]}
            """)
        .then(
            200,
            """
            <DescribeAlarmsResponse xmlns="http://monitoring.amazonaws.com/doc/2010-08-01/">
             <DescribeAlarmsResult><MetricAlarms></MetricAlarms></DescribeAlarmsResult>
            </DescribeAlarmsResponse>
            """)
        .then(200, "{\"Tags\": []}")
        .then(200, "{\"Tags\": []}");

    Footprint found = door.cloud().inventory().footprint("churn").orElseThrow();

    assertThat(found.models()).isEmpty();
    assertThat(found.parts())
        .extracting(Part::kind)
        .containsExactly(Kind.ENDPOINT, Kind.ENDPOINT_CONFIG);
    assertThat(aws.asked())
        .extracting(CannedAws.Asked::target)
        .doesNotContain("SageMaker.DescribeModel");
  }

  @Test
  void anEndpointThatIsNotThereHasNoFootprint() {
    aws.then(
        400,
        "{\"__type\":\"ValidationException\",\"message\":\"Could not find endpoint"
            + " \\\"arn\\\".\"}");

    assertThat(door.cloud().inventory().footprint("churn")).isEmpty();
  }

  private static String tagsXml() {
    return """
    <ListTagsForResourceResponse xmlns="http://monitoring.amazonaws.com/doc/2010-08-01/">
     <ListTagsForResourceResult><Tags></Tags></ListTagsForResourceResult>
    </ListTagsForResourceResponse>
    """;
  }

  private static Part part(Footprint found, Kind kind) {
    return found.parts(kind).getFirst();
  }
}
