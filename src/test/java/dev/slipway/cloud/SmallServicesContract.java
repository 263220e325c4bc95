package dev.slipway.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.cloud.CloudFailure.Kind;
import dev.slipway.cloud.Roles.RoleSpec;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the adapters of IAM, S3, ECR and STS promise, whoever answers. */
abstract class SmallServicesContract {

  private static final String TRUST =
      "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":"
          + "{\"Service\":\"sagemaker.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}";
  private static final String POLICY =
      "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":"
          + "[\"s3:GetObject\"],\"Resource\":[\"arn:aws:s3:::a+b %2F/*\"]}]}";

  abstract AnyAws aws();

  @Test
  void aRoleIsMadeReadAndTakenDown() {
    Roles roles = aws().cloud().roles();
    assertThat(roles.find("slipway-fraud")).isEmpty();

    String arn =
        roles.create(
            new RoleSpec(
                "slipway-fraud", "/slipway/", TRUST, null, Map.of("slipway:endpoint", "fraud")));

    assertThat(arn).isEqualTo("arn:aws:iam::123456789012:role/slipway/slipway-fraud");
    assertThat(roles.find("slipway-fraud"))
        .hasValueSatisfying(role -> {
          assertThat(role.arn()).isEqualTo(arn);
          assertThat(role.trustPolicy()).isEqualToIgnoringWhitespace(TRUST);
          assertThat(role.tags()).containsExactly(Map.entry("slipway:endpoint", "fraud"));
        });
    assertThatThrownBy(
            () -> roles.create(new RoleSpec("slipway-fraud", "/slipway/", TRUST, null, Map.of())))
        .isInstanceOfSatisfying(
            CloudFailure.class, it -> assertThat(it.kind()).isEqualTo(Kind.ALREADY_EXISTS));

    assertThat(roles.findInlinePolicy("slipway-fraud", "execution")).isEmpty();
    roles.putInlinePolicy("slipway-fraud", "execution", POLICY);
    assertThat(roles.findInlinePolicy("slipway-fraud", "execution")).hasValue(POLICY);
    assertThat(roles.inlinePolicies("slipway-fraud")).containsExactly("execution");
    assertThatThrownBy(() -> roles.delete("slipway-fraud"))
        .isInstanceOfSatisfying(
            CloudFailure.class, it -> assertThat(it.kind()).isEqualTo(Kind.REFUSED));

    roles.deleteInlinePolicy("slipway-fraud", "execution");
    roles.delete("slipway-fraud");

    assertThat(roles.find("slipway-fraud")).isEmpty();
    assertThatThrownBy(() -> roles.delete("slipway-fraud"))
        .isInstanceOfSatisfying(
            CloudFailure.class, it -> assertThat(it.kind()).isEqualTo(Kind.NOT_FOUND));
  }

  @Test
  void whatIsDepositedLiesThereAndASecondAttemptReplacesIt() {
    aws().putBucket("captures");
    Deposits deposits = aws().cloud().deposits();
    for (String text : new String[] {"{}\n", "{}\n{}\n"}) {
      deposits.put(
          "s3://captures/slipway/prod-m/2026-01-31/23/1.jsonl",
          "application/x-ndjson",
          text.getBytes(StandardCharsets.UTF_8));
    }
    assertThat(
            aws()
                .s3()
                .getObjectAsBytes(
                    it -> it.bucket("captures").key("slipway/prod-m/2026-01-31/23/1.jsonl"))
                .asUtf8String())
        .isEqualTo("{}\n{}\n");
    assertThatThrownBy(() -> deposits.put("s3://nowhere-at-all/a", "text/plain", new byte[1]))
        .isInstanceOf(CloudFailure.class);
  }

  @Test
  void anArtifactIsKnownBySizeTagAndChecksum() throws Exception {
    byte[] bytes = "a model".getBytes(StandardCharsets.UTF_8);
    aws().putBucket("models");
    aws().putObject("models", "fraud/v 1+/model.tar.gz", bytes);
    Artifacts artifacts = aws().cloud().artifacts();

    assertThat(artifacts.find("s3://models/fraud/v 1+/model.tar.gz"))
        .hasValueSatisfying(it -> {
          assertThat(it.sizeBytes()).isEqualTo(bytes.length);
          assertThat(it.eTag()).isNotEmpty().doesNotContain("\"");
          assertThat(it.sha256()).isEqualTo(sha256(bytes));
        });
    assertThat(artifacts.find("s3://models/other.tar.gz")).isEmpty();
    assertThat(artifacts.find("s3://nowhere-at-all/model.tar.gz")).isEmpty();
    assertThatThrownBy(() -> artifacts.find("https://models/x"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aTagIsResolvedToItsDigest() {
    String digest = aws().putImage("team/fraud", "1.0", "layer");
    Images images = aws().cloud().images();
    String repository = "123456789012.dkr.ecr.us-east-1.amazonaws.com/team/fraud";

    assertThat(images.digest(repository + ":1.0")).hasValue(digest);
    assertThat(images.digest(repository + ":2.0")).isEmpty();
    assertThat(images.digest(repository)).isEmpty();
    assertThat(images.digest(repository + "-other:1.0")).isEmpty();
    assertThat(images.digest(repository + "@" + digest)).hasValue(digest);
    assertThat(images.digest("docker.io/library/nginx:1")).isEmpty();
  }

  @Test
  void slipwayKnowsWhoItIs() {
    assertThat(aws().cloud().identity().caller().accountId()).isEqualTo("123456789012");
    assertThat(aws().cloud().identity().caller().arn()).startsWith("arn:aws:");
  }

  private static String sha256(byte[] bytes) {
    try {
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
