package io.stowage.testkit.tck;

/** Some of the rules of the contract of a store. A rule is a test whose name begins with its number. */
interface StoreRules {

    StoreUnderTest underTest();
}
