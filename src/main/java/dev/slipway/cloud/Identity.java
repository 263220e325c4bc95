package dev.slipway.cloud;

/** Who Slipway is at a location. */
public interface Identity {

  /** The caller's account and ARN (STS GetCallerIdentity). */
  Caller caller();

  /** An AWS principal. */
  record Caller(String accountId, String arn) {}
}
