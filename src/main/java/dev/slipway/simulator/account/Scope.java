package dev.slipway.simulator.account;

import dev.slipway.simulator.wire.Caller;

/**
 * An account in a region: nearly everything that AWS keeps belongs to one.
 *
 * @param account twelve digits
 * @param region such as {@code us-east-1}
 */
public record Scope(String account, String region) {

  /** Where a caller's resources are. */
  public static Scope of(Caller caller) {
    return new Scope(caller.accountId(), caller.region());
  }

  /** An ARN of the usual form, {@code arn:aws:<service>:<region>:<account>:<resource>}. */
  public String arn(String service, String resource) {
    return "arn:aws:" + service + ":" + region + ":" + account + ":" + resource;
  }

  /** The key under which the journal keeps something of this account and region. */
  public String key(String name) {
    return account + "/" + region + "/" + name;
  }

  /** The scope that begins a journal key. */
  public static Scope ofKey(String key) {
    String[] parts = key.split("/", 3);
    return new Scope(parts[0], parts[1]);
  }
}
