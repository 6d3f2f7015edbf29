package io.stowage.testkit.tck;

/** Some of the rules of the contract of an instance provider. A rule is a test whose name begins with its number. */
interface ProviderRules {

    ProviderUnderTest underTest();
}
