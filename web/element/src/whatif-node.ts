/** Nothing: pages that Node renders import the element like others, and browsers alone define it. */

export {};
