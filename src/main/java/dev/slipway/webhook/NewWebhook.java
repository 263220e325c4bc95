package dev.slipway.webhook;

import dev.slipway.base.Failure;
import dev.slipway.base.Violations;
import dev.slipway.web.PatchMember;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.annotation.JsonDeserialize;

/**
 * A webhook to be made.
 *
 * @param types left out for all
 * @param environments left out for all
 * @param enabled left out for yes
 */
record NewWebhook(
    String name,
    String url,
    @Nullable List<String> types,
    @Nullable List<String> environments,
    @Nullable Boolean enabled) {

  private static final int MOST = 100;
  private static final int LAST_PORT = 65_535;
  private static final int LONGEST_URL = 2000;
  private static final Pattern NAME = Pattern.compile("[a-z0-9](-?[a-z0-9]){0,62}");
  private static final Pattern TYPE =
      Pattern.compile("[a-z0-9-]{1,60}(\\.[a-z0-9-]{1,60}){0,4}(\\.\\*)?");

  /** What can change; null for as it is. */
  record Change(
      @JsonDeserialize(using = PatchMember.Kept.class) @Nullable String url,
      @JsonDeserialize(using = PatchMember.Cleared.class) @Nullable List<String> types,
      @JsonDeserialize(using = PatchMember.Cleared.class) @Nullable List<String> environments,
      @JsonDeserialize(using = PatchMember.Kept.class) @Nullable Boolean enabled) {

    /** Whether the change would change the webhook, or make its failures forgotten. */
    boolean changes(Webhook webhook) {
      return (url != null && !url.equals(webhook.url()))
          || (types != null && !distinct(types).equals(webhook.types()))
          || (environments != null && !distinct(environments).equals(webhook.environments()))
          || (enabled != null
              && (enabled != webhook.enabled()
                  || webhook.disabledReason() != null
                  || (enabled && webhook.failingSince() != null)));
    }

    void check(boolean internalAllowed) {
      checkFilters(types, environments).orInvalid();
      if (url != null) {
        checkUrl(url, internalAllowed);
      }
    }
  }

  /**
   * @throws Failure.Invalid when a field is outside its limits
   * @throws Failure.Refused {@code webhook-address-refused}
   */
  void check(boolean internalAllowed) {
    checkFilters(types, environments)
        .require(
            NAME.matcher(name).matches(),
            "/name",
            "A webhook's name has 1 to 63 characters out of a-z, 0-9 and single hyphens between"
                + " them.")
        .orInvalid();
    checkUrl(url, internalAllowed);
  }

  static List<String> distinct(List<String> words) {
    return words.stream().distinct().toList();
  }

  private static Violations checkFilters(
      @Nullable List<String> types, @Nullable List<String> environments) {
    var violations = new Violations();
    checkFilter(
        types,
        TYPE,
        "/types",
        "It is a type of events, such as deployment.succeeded, or deployment.* for all that begin"
            + " so; leave types out for all there are.",
        violations);
    checkFilter(
        environments, NAME, "/environments", "It is not the name of an environment.", violations);
    return violations;
  }

  private static void checkFilter(
      @Nullable List<String> words, Pattern form, String at, String rule, Violations violations) {
    if (words == null) return;
    violations.require(
        words.size() <= MOST,
        at,
        "It has %d members; at most %d are kept.".formatted(words.size(), MOST));
    for (int i = 0; i < words.size(); i++) {
      violations.require(form.matcher(words.get(i)).matches(), at + "/" + i, rule);
    }
  }

  private static void checkUrl(String url, boolean internalAllowed) {
    URI address;
    try {
      address = new URI(url).parseServerAuthority();
    } catch (URISyntaxException e) {
      throw Failure.Invalid.field("/url", "This is no URL.");
    }
    String scheme = String.valueOf(address.getScheme());
    new Violations()
        .require(url.length() <= LONGEST_URL, "/url", "The URL has more than 2000 characters.")
        .require(
            address.getHost() != null && (scheme.equals("https") || scheme.equals("http")),
            "/url",
            "The URL must begin with https:// and name a host.")
        .require(
            address.getPort() == -1 || (address.getPort() > 0 && address.getPort() <= LAST_PORT),
            "/url",
            "The URL's port is a number from 1 to 65535.")
        .require(
            address.getRawUserInfo() == null && address.getRawFragment() == null,
            "/url",
            "The URL must have no user, password or fragment; messages are signed instead.")
        .orInvalid();
    if (!internalAllowed && (scheme.equals("http") || InternalAddress.isInternal(address))) {
      throw Failure.Refused.field(
          "webhook-address-refused",
          "/url",
          "Messages go to public addresses over https alone, unless the operator sets"
              + " slipway.webhooks.allow-internal.");
    }
  }
}
