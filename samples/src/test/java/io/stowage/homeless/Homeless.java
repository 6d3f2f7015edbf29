package io.stowage.homeless;

/** Of no module that the house lists. */
public final class Homeless {}
