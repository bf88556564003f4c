class Source {}
