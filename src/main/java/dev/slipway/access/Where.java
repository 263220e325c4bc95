package dev.slipway.access;

/** In which environment a caller must have the role that an operation {@link Needs}. */
public enum Where {
  /** In one at least. For what belongs to no environment. */
  SOMEWHERE,

  /**
   * In one at least, and the answer holds only what is in such ones: the handler narrows it to the
   * caller's {@link Principal#reach}.
   */
  NARROWED,

  /** In all, by a grant for all. For what has an effect in every one. */
  EVERYWHERE,

  /** In the one that the path names first. */
  IN_ENVIRONMENT,

  /** In those that the request's body names, by {@link InEnvironments}. */
  IN_BODY,

  /** In that of the endpoint which the path names first. */
  OF_ENDPOINT,

  /** In that of the deployment which the path names first. */
  OF_DEPLOYMENT,

  /** In that to which the promotion goes that the path names first. */
  OF_PROMOTION,

  /**
   * In that of the environment or endpoint which the query names as {@code subject_type} and {@code
   * subject}; in all for any other subject and for none.
   */
  OF_SUBJECT
}
