package dev.slipway.environment;

import dev.slipway.base.Violations;
import dev.slipway.environment.Profile.ExecutionRole;
import org.jspecify.annotations.Nullable;

/** Parts of a profile that cannot be true together, each with a proposal. */
final class ProfileContradictions {

  private ProfileContradictions() {}

  static void check(Profile profile, String at, Violations found) {
    role(profile, at + "/execution_role", found);
    found.require(
        !profile.pinImages() || !"latest".equals(profile.imageTag()),
        at + "/image_tag",
        "Images are pinned here, so the tag latest would refuse every release; name another tag, or"
            + " set pin_images to false.");
    topic(profile, at + "/alarms/sns_topic_arn", found);
    found.require(
        profile.artifactStore() == null || profile.artifactMappings().isEmpty(),
        at + "/artifact_store",
        "Artifacts are either copied into the store or found by artifact_mappings: leave one of"
            + " them out.");
    found.require(
        !profile.promotesByItself() || profile.predecessor() != null,
        at + "/auto_promotion",
        "It would take what goes live in the environment before, and this one has none: name a"
            + " predecessor, or leave auto_promotion out.");
    found.require(
        profile.gateRules().soakSeconds() == null || profile.predecessor() != null,
        at + "/gates/soak_seconds",
        "A version soaks in the environment before, and this one has none: name a predecessor, or"
            + " leave soak_seconds out.");
  }

  private static void role(Profile profile, String at, Violations found) {
    ExecutionRole role = profile.executionRole();
    found.require(
        role.managed() || role.arn() != null,
        at,
        "Containers need a role: give its arn, or set managed to true and Slipway makes one per"
            + " endpoint.");
    found.require(
        !role.managed() || role.arn() == null,
        at,
        "The role is either an existing one or made by Slipway: leave out arn, or set managed to"
            + " false.");
    found.require(
        role.managed() || role.path() == null && role.permissionsBoundaryArn() == null,
        at,
        "path and permissions_boundary_arn are for roles that Slipway makes: leave them out, or set"
            + " managed to true.");
    found.require(
        role.arn() == null || profile.location().accountId().equals(part(role.arn(), 4)),
        at + "/arn",
        "The role must be in the environment's account %s: a role cannot be passed to SageMaker in another."
            .formatted(profile.location().accountId()));
    found.require(
        role.permissionsBoundaryArn() == null
            || "aws".equals(part(role.permissionsBoundaryArn(), 4))
            || profile.location().accountId().equals(part(role.permissionsBoundaryArn(), 4)),
        at + "/permissions_boundary_arn",
        "The boundary must be in the environment's account %s, as the role will be."
            .formatted(profile.location().accountId()));
  }

  private static void topic(Profile profile, String at, Violations found) {
    String topic = profile.alarms().snsTopicArn();
    found.require(
        topic == null || profile.location().region().equals(part(topic, 3)),
        at,
        "An alarm tells only topics of its own region: use a topic in %s."
            .formatted(profile.location().region()));
  }

  /** A part of an ARN, counted from 0. */
  private static @Nullable String part(String arn, int number) {
    String[] parts = arn.split(":", -1);
    return number < parts.length ? parts[number] : null;
  }
}
