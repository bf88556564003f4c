# two_test
